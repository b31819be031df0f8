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
set yrange [80.6667:29977.5]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19985" at graph 1.05, graph 0.9315 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19985 to graph 1.04, graph 0.9315 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3142" at graph 1.05, graph 0.6995 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3142 to graph 1.04, graph 0.6995 nohead lw 1 lc rgb '#CC79A7'
set label "hva  121" at graph 1.05, graph 0.0685 left tc rgb '#000000' noenhanced
set arrow from first 16, first 121 to graph 1.04, graph 0.0685 nohead lw 1 lc rgb '#000000'
set label "direct  762" at graph 1.05, graph 0.3795 left tc rgb '#007152' noenhanced
set arrow from first 16, first 762 to graph 1.04, graph 0.3795 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1742" at graph 1.05, graph 0.6195 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1742 to graph 1.04, graph 0.6195 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1488" at graph 1.05, graph 0.5395 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1488 to graph 1.04, graph 0.5395 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  795" at graph 1.05, graph 0.4595 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 795 to graph 1.04, graph 0.4595 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2597
4 4711
16 19985
EOD
$d2 << EOD
2 2958
4 2917
16 3142
EOD
$d3 << EOD
2 121
4 121
16 121
EOD
$d4 << EOD
2 762
4 762
16 762
EOD
$d5 << EOD
2 1548
4 1566
16 1742
EOD
$d6 << EOD
2 1488
4 1483
16 1488
EOD
$d7 << EOD
2 795
4 795
16 795
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
set label "vmap  4806" at graph 1.05, graph 0.7114 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4806 to graph 1.04, graph 0.7114 nohead lw 1 lc rgb '#CC79A7'
set label "hva  640" at graph 1.05, graph 0.0941 left tc rgb '#000000' noenhanced
set arrow from first 16, first 640 to graph 1.04, graph 0.0941 nohead lw 1 lc rgb '#000000'
set label "direct  2303" at graph 1.05, graph 0.3914 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2303 to graph 1.04, graph 0.3914 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3363" at graph 1.05, graph 0.6314 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3363 to graph 1.04, graph 0.6314 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3029" at graph 1.05, graph 0.5514 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3029 to graph 1.04, graph 0.5514 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2336" at graph 1.05, graph 0.4714 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2336 to graph 1.04, graph 0.4714 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4138
4 6252
16 21112
EOD
$d9 << EOD
2 4542
4 4499
16 4806
EOD
$d10 << EOD
2 640
4 640
16 640
EOD
$d11 << EOD
2 2303
4 2303
16 2303
EOD
$d12 << EOD
2 3087
4 3110
16 3363
EOD
$d13 << EOD
2 3029
4 3024
16 3029
EOD
$d14 << EOD
2 2336
4 2336
16 2336
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
set yrange [104.667:29362.5]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19575" at graph 1.05, graph 0.9281 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19575 to graph 1.04, graph 0.9281 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3213" at graph 1.05, graph 0.6708 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3213 to graph 1.04, graph 0.6708 nohead lw 1 lc rgb '#CC79A7'
set label "hva  157" at graph 1.05, graph 0.0719 left tc rgb '#000000' noenhanced
set arrow from first 16, first 157 to graph 1.04, graph 0.0719 nohead lw 1 lc rgb '#000000'
set label "direct  756" at graph 1.05, graph 0.3508 left tc rgb '#007152' noenhanced
set arrow from first 16, first 756 to graph 1.04, graph 0.3508 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1800" at graph 1.05, graph 0.5908 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1800 to graph 1.04, graph 0.5908 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1482" at graph 1.05, graph 0.5108 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1482 to graph 1.04, graph 0.5108 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  789" at graph 1.05, graph 0.4308 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 789 to graph 1.04, graph 0.4308 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 2591
4 4718
16 19575
EOD
$d16 << EOD
2 2321
4 2915
16 3213
EOD
$d17 << EOD
2 157
4 157
16 157
EOD
$d18 << EOD
2 756
4 756
16 756
EOD
$d19 << EOD
2 1543
4 1566
16 1800
EOD
$d20 << EOD
2 1482
4 1477
16 1482
EOD
$d21 << EOD
2 789
4 789
16 789
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
set yrange [450.667:31674]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21116" at graph 1.05, graph 0.9047 left tc rgb '#005280' noenhanced
set arrow from first 16, first 21116 to graph 1.04, graph 0.9047 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4798" at graph 1.05, graph 0.7030 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4798 to graph 1.04, graph 0.7030 nohead lw 1 lc rgb '#CC79A7'
set label "hva  676" at graph 1.05, graph 0.0953 left tc rgb '#000000' noenhanced
set arrow from first 16, first 676 to graph 1.04, graph 0.0953 nohead lw 1 lc rgb '#000000'
set label "direct  2297" at graph 1.05, graph 0.3830 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2297 to graph 1.04, graph 0.3830 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3338" at graph 1.05, graph 0.6230 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3338 to graph 1.04, graph 0.6230 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3023" at graph 1.05, graph 0.5430 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3023 to graph 1.04, graph 0.5430 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2330" at graph 1.05, graph 0.4630 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2330 to graph 1.04, graph 0.4630 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4132
4 6258
16 21116
EOD
$d23 << EOD
2 3863
4 4553
16 4798
EOD
$d24 << EOD
2 676
4 676
16 676
EOD
$d25 << EOD
2 2297
4 2297
16 2297
EOD
$d26 << EOD
2 3088
4 3108
16 3338
EOD
$d27 << EOD
2 3023
4 3018
16 3023
EOD
$d28 << EOD
2 2330
4 2330
16 2330
EOD
plot $d22 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d23 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d24 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d25 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d26 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d27 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d28 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
unset multiplot
