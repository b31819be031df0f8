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
set yrange [80.6667:29343]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19562" at graph 1.05, graph 0.9312 left tc rgb '#005280' noenhanced
set arrow from first 16, first 19562 to graph 1.04, graph 0.9312 nohead lw 1 lc rgb '#0072B2'
set label "vmap  3073" at graph 1.05, graph 0.7004 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3073 to graph 1.04, graph 0.7004 nohead lw 1 lc rgb '#CC79A7'
set label "hva  121" at graph 1.05, graph 0.0688 left tc rgb '#000000' noenhanced
set arrow from first 16, first 121 to graph 1.04, graph 0.0688 nohead lw 1 lc rgb '#000000'
set label "direct  760" at graph 1.05, graph 0.3804 left tc rgb '#007152' noenhanced
set arrow from first 16, first 760 to graph 1.04, graph 0.3804 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1747" at graph 1.05, graph 0.6204 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1747 to graph 1.04, graph 0.6204 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1483" at graph 1.05, graph 0.5404 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1483 to graph 1.04, graph 0.5404 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  806" at graph 1.05, graph 0.4604 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 806 to graph 1.04, graph 0.4604 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2588
4 4289
16 19562
EOD
$d2 << EOD
2 2956
4 2909
16 3073
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
2 1517
4 1548
16 1747
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
set yrange [426.667:32320.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21547" at graph 1.05, graph 0.9063 left tc rgb '#005280' noenhanced
set arrow from first 16, first 21547 to graph 1.04, graph 0.9063 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4688" at graph 1.05, graph 0.7094 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4688 to graph 1.04, graph 0.7094 nohead lw 1 lc rgb '#CC79A7'
set label "hva  640" at graph 1.05, graph 0.0937 left tc rgb '#000000' noenhanced
set arrow from first 16, first 640 to graph 1.04, graph 0.0937 nohead lw 1 lc rgb '#000000'
set label "direct  2301" at graph 1.05, graph 0.3894 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2301 to graph 1.04, graph 0.3894 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3326" at graph 1.05, graph 0.6294 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3326 to graph 1.04, graph 0.6294 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3024" at graph 1.05, graph 0.5494 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3024 to graph 1.04, graph 0.5494 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2347" at graph 1.05, graph 0.4694 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2347 to graph 1.04, graph 0.4694 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4564
4 5999
16 21547
EOD
$d9 << EOD
2 4563
4 4498
16 4688
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
2 3067
4 3092
16 3326
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
set label "vmap  3193" at graph 1.05, graph 0.6703 left tc rgb '#925778' noenhanced
set arrow from first 16, first 3193 to graph 1.04, graph 0.6703 nohead lw 1 lc rgb '#CC79A7'
set label "hva  157" at graph 1.05, graph 0.0719 left tc rgb '#000000' noenhanced
set arrow from first 16, first 157 to graph 1.04, graph 0.0719 nohead lw 1 lc rgb '#000000'
set label "direct  754" at graph 1.05, graph 0.3503 left tc rgb '#007152' noenhanced
set arrow from first 16, first 754 to graph 1.04, graph 0.3503 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1800" at graph 1.05, graph 0.5903 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 1800 to graph 1.04, graph 0.5903 nohead lw 1 lc rgb '#E69F00'
set label "noflush  1477" at graph 1.05, graph 0.5103 left tc rgb '#994300' noenhanced
set arrow from first 16, first 1477 to graph 1.04, graph 0.5103 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  800" at graph 1.05, graph 0.4303 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 800 to graph 1.04, graph 0.4303 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 2582
4 4703
16 19576
EOD
$d16 << EOD
2 2958
4 2972
16 3193
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
2 1516
4 1542
16 1800
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
set yrange [450.667:31039.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  20693" at graph 1.05, graph 0.9042 left tc rgb '#005280' noenhanced
set arrow from first 16, first 20693 to graph 1.04, graph 0.9042 nohead lw 1 lc rgb '#0072B2'
set label "vmap  4734" at graph 1.05, graph 0.7046 left tc rgb '#925778' noenhanced
set arrow from first 16, first 4734 to graph 1.04, graph 0.7046 nohead lw 1 lc rgb '#CC79A7'
set label "hva  676" at graph 1.05, graph 0.0958 left tc rgb '#000000' noenhanced
set arrow from first 16, first 676 to graph 1.04, graph 0.0958 nohead lw 1 lc rgb '#000000'
set label "direct  2295" at graph 1.05, graph 0.3846 left tc rgb '#007152' noenhanced
set arrow from first 16, first 2295 to graph 1.04, graph 0.3846 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3317" at graph 1.05, graph 0.6246 left tc rgb '#A57200' noenhanced
set arrow from first 16, first 3317 to graph 1.04, graph 0.6246 nohead lw 1 lc rgb '#E69F00'
set label "noflush  3018" at graph 1.05, graph 0.5446 left tc rgb '#994300' noenhanced
set arrow from first 16, first 3018 to graph 1.04, graph 0.5446 nohead lw 1 lc rgb '#D55E00'
set label "percpu_ptemap  2341" at graph 1.05, graph 0.4646 left tc rgb '#3D81A7' noenhanced
set arrow from first 16, first 2341 to graph 1.04, graph 0.4646 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4123
4 6622
16 20693
EOD
$d23 << EOD
2 3860
4 4580
16 4734
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
2 3060
4 3086
16 3317
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
