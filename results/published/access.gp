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
set yrange [80.6667:28737]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19158" at graph 1.05, graph 0.9310 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19158 to graph 1.04, graph 0.9310 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3121" at graph 1.05, graph 0.7017 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3121 to graph 1.04, graph 0.7017 nohead lw 1 lc rgb '#CC79A7'
set label "hva  121" at graph 1.05, graph 0.0690 left tc rgb '#000000' noenhanced
set arrow from first 16, first 121 to graph 1.04, graph 0.0690 nohead lw 1 lc rgb '#000000'
set label "direct  760" at graph 1.05, graph 0.3817 left tc rgb '#007152' noenhanced
set arrow from first 16, first 760 to graph 1.04, graph 0.3817 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1792" at graph 1.05, graph 0.6217 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1792 to graph 1.04, graph 0.6217 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1483" at graph 1.05, graph 0.5417 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1483 to graph 1.04, graph 0.5417 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  806" at graph 1.05, graph 0.4617 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 806 to graph 1.04, graph 0.4617 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2588
4 4702
16 19158
EOD
$d2 << EOD
2 2967
4 2974
16 3121
EOD
$d3 << EOD
2 121
4 121
16 121
EOD
$d4 << EOD
2 760
4 760
16 760
EOD
$d5 << EOD
2 1522
4 1548
16 1792
EOD
$d6 << EOD
2 1478
4 1478
16 1483
EOD
$d7 << EOD
2 806
4 806
16 806
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
set yrange [426.667:31033.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  20689" at graph 1.05, graph 0.9054 left tc rgb '#005280' noenhanced
set arrow from first 16, first 20689 to graph 1.04, graph 0.9054 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4741" at graph 1.05, graph 0.7131 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4741 to graph 1.04, graph 0.7131 nohead lw 1 lc rgb '#CC79A7'
set label "hva  640" at graph 1.05, graph 0.0946 left tc rgb '#000000' noenhanced
set arrow from first 16, first 640 to graph 1.04, graph 0.0946 nohead lw 1 lc rgb '#000000'
set label "direct  2301" at graph 1.05, graph 0.3931 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2301 to graph 1.04, graph 0.3931 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3352" at graph 1.05, graph 0.6331 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3352 to graph 1.04, graph 0.6331 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3024" at graph 1.05, graph 0.5531 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3024 to graph 1.04, graph 0.5531 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2347" at graph 1.05, graph 0.4731 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2347 to graph 1.04, graph 0.4731 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4129
4 6243
16 20689
EOD
$d9 << EOD
2 4561
4 4556
16 4741
EOD
$d10 << EOD
2 640
4 640
16 640
EOD
$d11 << EOD
2 2301
4 2301
16 2301
EOD
$d12 << EOD
2 3072
4 3092
16 3352
EOD
$d13 << EOD
2 3019
4 3019
16 3024
EOD
$d14 << EOD
2 2347
4 2347
16 2347
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
set yrange [104.667:29364]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19576" at graph 1.05, graph 0.9281 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19576 to graph 1.04, graph 0.9281 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3247" at graph 1.05, graph 0.6703 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3247 to graph 1.04, graph 0.6703 nohead lw 1 lc rgb '#CC79A7'
set label "hva  157" at graph 1.05, graph 0.0719 left tc rgb '#000000' noenhanced
set arrow from first 16, first 157 to graph 1.04, graph 0.0719 nohead lw 1 lc rgb '#000000'
set label "direct  754" at graph 1.05, graph 0.3503 left tc rgb '#007152' noenhanced
set arrow from first 16, first 754 to graph 1.04, graph 0.3503 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1782" at graph 1.05, graph 0.5903 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1782 to graph 1.04, graph 0.5903 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1477" at graph 1.05, graph 0.5103 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1477 to graph 1.04, graph 0.5103 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  800" at graph 1.05, graph 0.4303 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 800 to graph 1.04, graph 0.4303 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 3016
4 5130
16 19576
EOD
$d16 << EOD
2 2316
4 2962
16 3247
EOD
$d17 << EOD
2 157
4 157
16 157
EOD
$d18 << EOD
2 754
4 754
16 754
EOD
$d19 << EOD
2 1522
4 1542
16 1782
EOD
$d20 << EOD
2 1472
4 1472
16 1477
EOD
$d21 << EOD
2 800
4 800
16 800
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
set yrange [450.667:32326.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21551" at graph 1.05, graph 0.9051 left tc rgb '#005280' noenhanced
set arrow from first 16, first 21551 to graph 1.04, graph 0.9051 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4792" at graph 1.05, graph 0.7009 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4792 to graph 1.04, graph 0.7009 nohead lw 1 lc rgb '#CC79A7'
set label "hva  676" at graph 1.05, graph 0.0949 left tc rgb '#000000' noenhanced
set arrow from first 16, first 676 to graph 1.04, graph 0.0949 nohead lw 1 lc rgb '#000000'
set label "direct  2295" at graph 1.05, graph 0.3809 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2295 to graph 1.04, graph 0.3809 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3336" at graph 1.05, graph 0.6209 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3336 to graph 1.04, graph 0.6209 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3018" at graph 1.05, graph 0.5409 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3018 to graph 1.04, graph 0.5409 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2341" at graph 1.05, graph 0.4609 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2341 to graph 1.04, graph 0.4609 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4135
4 6671
16 21551
EOD
$d23 << EOD
2 3874
4 4603
16 4792
EOD
$d24 << EOD
2 676
4 676
16 676
EOD
$d25 << EOD
2 2295
4 2295
16 2295
EOD
$d26 << EOD
2 3065
4 3086
16 3336
EOD
$d27 << EOD
2 3013
4 3013
16 3018
EOD
$d28 << EOD
2 2341
4 2341
16 2341
EOD
plot $d22 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d23 with linespoints lc rgb '#CC79A7' lw 2.5 dt 2 pt 9 ps 1.4 notitle, \
     $d24 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d25 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d26 with linespoints lc rgb '#E69F00' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d27 with linespoints lc rgb '#D55E00' lw 2.5 dt 1 pt 2 ps 1.4 notitle, \
     $d28 with linespoints lc rgb '#56B4E9' lw 2.5 dt 4 pt 13 ps 1.4 notitle
unset multiplot
