# size 1200,900
set multiplot layout 2,2 title "One access of KVM to guest memory. tcg-counted: instructions under QEMU TCG, not time" font ',14' margins 0.1,0.817,0.08,0.89 spacing 0.248,0.15
set border 3
set tics nomirror
set grid ytics lt 1 lw 1 lc rgb '#d0d0d0'
set logscale x 2
set xtics (2, 4, 16)
set xlabel 'CPUs online'
set xrange [1.66667:17.6]
set logscale y
set ylabel 'instructions per access'
unset label
unset arrow
set title "read of 8 bytes"
set yrange [80.6667:28720.5]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19147" at graph 1.05, graph 0.9310 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19147 to graph 1.04, graph 0.9310 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3141" at graph 1.05, graph 0.7011 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3141 to graph 1.04, graph 0.7011 nohead lw 1 lc rgb '#CC79A7'
set label "hva  121" at graph 1.05, graph 0.0690 left tc rgb '#000000' noenhanced
set arrow from first 16, first 121 to graph 1.04, graph 0.0690 nohead lw 1 lc rgb '#000000'
set label "direct  757" at graph 1.05, graph 0.3811 left tc rgb '#007152' noenhanced
set arrow from first 16, first 757 to graph 1.04, graph 0.3811 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1747" at graph 1.05, graph 0.6211 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1747 to graph 1.04, graph 0.6211 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1483" at graph 1.05, graph 0.5411 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1483 to graph 1.04, graph 0.5411 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  790" at graph 1.05, graph 0.4611 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 790 to graph 1.04, graph 0.4611 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2587
4 4276
16 19147
EOD
$d2 << EOD
2 3000
4 3015
16 3141
EOD
$d3 << EOD
2 121
4 121
16 121
EOD
$d4 << EOD
2 757
4 757
16 757
EOD
$d5 << EOD
2 1530
4 1548
16 1747
EOD
$d6 << EOD
2 1478
4 1483
16 1483
EOD
$d7 << EOD
2 790
4 790
16 790
EOD
plot $d1 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d2 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d3 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d4 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d5 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d6 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d7 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
set ylabel ''
unset label
unset arrow
set title "read of 4096 bytes"
set yrange [426.667:31668]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21112" at graph 1.05, graph 0.9059 left tc rgb '#005280' noenhanced
set arrow from first 16, first 21112 to graph 1.04, graph 0.9059 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4762" at graph 1.05, graph 0.7109 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4762 to graph 1.04, graph 0.7109 nohead lw 1 lc rgb '#CC79A7'
set label "hva  640" at graph 1.05, graph 0.0941 left tc rgb '#000000' noenhanced
set arrow from first 16, first 640 to graph 1.04, graph 0.0941 nohead lw 1 lc rgb '#000000'
set label "direct  2298" at graph 1.05, graph 0.3909 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2298 to graph 1.04, graph 0.3909 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3309" at graph 1.05, graph 0.6309 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3309 to graph 1.04, graph 0.6309 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3024" at graph 1.05, graph 0.5509 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3024 to graph 1.04, graph 0.5509 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2331" at graph 1.05, graph 0.4709 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2331 to graph 1.04, graph 0.4709 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4128
4 5820
16 21112
EOD
$d9 << EOD
2 4643
4 4597
16 4762
EOD
$d10 << EOD
2 640
4 640
16 640
EOD
$d11 << EOD
2 2298
4 2298
16 2298
EOD
$d12 << EOD
2 3068
4 3101
16 3309
EOD
$d13 << EOD
2 3019
4 3024
16 3024
EOD
$d14 << EOD
2 2331
4 2331
16 2331
EOD
plot $d8 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d9 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d10 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d11 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d12 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d13 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d14 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
set ylabel 'instructions per access'
unset label
unset arrow
set title "write of 8 bytes"
set yrange [99.3333:28738.5]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19159" at graph 1.05, graph 0.9285 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19159 to graph 1.04, graph 0.9285 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3220" at graph 1.05, graph 0.6788 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3220 to graph 1.04, graph 0.6788 nohead lw 1 lc rgb '#CC79A7'
set label "hva  149" at graph 1.05, graph 0.0715 left tc rgb '#000000' noenhanced
set arrow from first 16, first 149 to graph 1.04, graph 0.0715 nohead lw 1 lc rgb '#000000'
set label "direct  759" at graph 1.05, graph 0.3588 left tc rgb '#007152' noenhanced
set arrow from first 16, first 759 to graph 1.04, graph 0.3588 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1777" at graph 1.05, graph 0.5988 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1777 to graph 1.04, graph 0.5988 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1485" at graph 1.05, graph 0.5188 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1485 to graph 1.04, graph 0.5188 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  792" at graph 1.05, graph 0.4388 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 792 to graph 1.04, graph 0.4388 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 2589
4 4715
16 19159
EOD
$d16 << EOD
2 2910
4 3021
16 3220
EOD
$d17 << EOD
2 149
4 149
16 149
EOD
$d18 << EOD
2 759
4 759
16 759
EOD
$d19 << EOD
2 1532
4 1560
16 1777
EOD
$d20 << EOD
2 1480
4 1485
16 1485
EOD
$d21 << EOD
2 792
4 792
16 792
EOD
plot $d15 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d16 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d17 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d18 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d19 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d20 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d21 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
set ylabel ''
unset label
unset arrow
set title "write of 4096 bytes"
set yrange [445.333:32322]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21548" at graph 1.05, graph 0.9054 left tc rgb '#005280' noenhanced
set arrow from first 16, first 21548 to graph 1.04, graph 0.9054 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4765" at graph 1.05, graph 0.7032 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4765 to graph 1.04, graph 0.7032 nohead lw 1 lc rgb '#CC79A7'
set label "hva  668" at graph 1.05, graph 0.0946 left tc rgb '#000000' noenhanced
set arrow from first 16, first 668 to graph 1.04, graph 0.0946 nohead lw 1 lc rgb '#000000'
set label "direct  2300" at graph 1.05, graph 0.3832 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2300 to graph 1.04, graph 0.3832 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3350" at graph 1.05, graph 0.6232 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3350 to graph 1.04, graph 0.6232 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3026" at graph 1.05, graph 0.5432 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3026 to graph 1.04, graph 0.5432 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2333" at graph 1.05, graph 0.4632 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2333 to graph 1.04, graph 0.4632 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4130
4 6244
16 21548
EOD
$d23 << EOD
2 4299
4 4603
16 4765
EOD
$d24 << EOD
2 668
4 668
16 668
EOD
$d25 << EOD
2 2300
4 2300
16 2300
EOD
$d26 << EOD
2 3076
4 3099
16 3350
EOD
$d27 << EOD
2 3021
4 3026
16 3026
EOD
$d28 << EOD
2 2333
4 2333
16 2333
EOD
plot $d22 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d23 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d24 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d25 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d26 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d27 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d28 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
unset multiplot
