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
set yrange [90.6667:30018]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  20012" at graph 1.05, graph 0.9301 left tc rgb '#000000' noenhanced
set arrow from first 16, first 20012 to graph 1.04, graph 0.9301 nohead lw 1 lc rgb '#000000'
set label "vmap  3126" at graph 1.05, graph 0.6878 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 3126 to graph 1.04, graph 0.6878 nohead lw 1 lc rgb '#0072B2'
set label "hva  136" at graph 1.05, graph 0.0699 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 136 to graph 1.04, graph 0.0699 nohead lw 1 lc rgb '#D55E00'
set label "direct  766" at graph 1.05, graph 0.3678 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 766 to graph 1.04, graph 0.3678 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  2058" at graph 1.05, graph 0.6078 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 2058 to graph 1.04, graph 0.6078 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  1489" at graph 1.05, graph 0.5278 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 1489 to graph 1.04, graph 0.5278 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  812" at graph 1.05, graph 0.4478 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 812 to graph 1.04, graph 0.4478 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2618
4 4286
16 20012
EOD
$d2 << EOD
2 3034
4 2999
16 3126
EOD
$d3 << EOD
2 136
4 136
16 136
EOD
$d4 << EOD
2 756
4 766
16 766
EOD
$d5 << EOD
2 1527
4 1554
16 2058
EOD
$d6 << EOD
2 1479
4 1489
16 1489
EOD
$d7 << EOD
2 802
4 802
16 812
EOD
plot $d1 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d2 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d3 with linespoints lc rgb '#D55E00' lw 2.5 dt 4 pt 9 ps 1.4 notitle, \
     $d4 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d5 with linespoints lc rgb '#CC79A7' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d6 with linespoints lc rgb '#E69F00' lw 2.5 dt 1 pt 13 ps 1.4 notitle, \
     $d7 with linespoints lc rgb '#56B4E9' lw 2.5 dt 2 pt 2 ps 1.4 notitle
set ylabel ''
unset label
unset arrow
set title "read of 4096 bytes"
set yrange [436.667:32344.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21563" at graph 1.05, graph 0.9058 left tc rgb '#000000' noenhanced
set arrow from first 16, first 21563 to graph 1.04, graph 0.9058 nohead lw 1 lc rgb '#000000'
set label "vmap  4761" at graph 1.05, graph 0.7059 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 4761 to graph 1.04, graph 0.7059 nohead lw 1 lc rgb '#0072B2'
set label "hva  655" at graph 1.05, graph 0.0942 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 655 to graph 1.04, graph 0.0942 nohead lw 1 lc rgb '#D55E00'
set label "direct  2300" at graph 1.05, graph 0.3859 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 2300 to graph 1.04, graph 0.3859 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3341" at graph 1.05, graph 0.6259 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 3341 to graph 1.04, graph 0.6259 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  3023" at graph 1.05, graph 0.5459 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 3023 to graph 1.04, graph 0.5459 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  2346" at graph 1.05, graph 0.4659 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 2346 to graph 1.04, graph 0.4659 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4575
4 5808
16 21563
EOD
$d9 << EOD
2 4640
4 4513
16 4761
EOD
$d10 << EOD
2 655
4 655
16 655
EOD
$d11 << EOD
2 2297
4 2300
16 2300
EOD
$d12 << EOD
2 3073
4 3108
16 3341
EOD
$d13 << EOD
2 3020
4 3023
16 3023
EOD
$d14 << EOD
2 2343
4 2343
16 2346
EOD
plot $d8 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d9 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d10 with linespoints lc rgb '#D55E00' lw 2.5 dt 4 pt 9 ps 1.4 notitle, \
     $d11 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d12 with linespoints lc rgb '#CC79A7' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d13 with linespoints lc rgb '#E69F00' lw 2.5 dt 1 pt 13 ps 1.4 notitle, \
     $d14 with linespoints lc rgb '#56B4E9' lw 2.5 dt 2 pt 2 ps 1.4 notitle
set ylabel 'instructions per access'
unset label
unset arrow
set title "write of 8 bytes"
set yrange [104.667:28743]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19162" at graph 1.05, graph 0.9278 left tc rgb '#000000' noenhanced
set arrow from first 16, first 19162 to graph 1.04, graph 0.9278 nohead lw 1 lc rgb '#000000'
set label "vmap  3209" at graph 1.05, graph 0.6724 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 3209 to graph 1.04, graph 0.6724 nohead lw 1 lc rgb '#0072B2'
set label "hva  157" at graph 1.05, graph 0.0722 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 157 to graph 1.04, graph 0.0722 nohead lw 1 lc rgb '#D55E00'
set label "direct  757" at graph 1.05, graph 0.3524 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 757 to graph 1.04, graph 0.3524 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1767" at graph 1.05, graph 0.5924 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 1767 to graph 1.04, graph 0.5924 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  1480" at graph 1.05, graph 0.5124 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 1480 to graph 1.04, graph 0.5124 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  803" at graph 1.05, graph 0.4324 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 803 to graph 1.04, graph 0.4324 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 2594
4 4700
16 19162
EOD
$d16 << EOD
2 2305
4 2971
16 3209
EOD
$d17 << EOD
2 157
4 157
16 157
EOD
$d18 << EOD
2 754
4 757
16 757
EOD
$d19 << EOD
2 1526
4 1545
16 1767
EOD
$d20 << EOD
2 1477
4 1480
16 1480
EOD
$d21 << EOD
2 800
4 800
16 803
EOD
plot $d15 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d16 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d17 with linespoints lc rgb '#D55E00' lw 2.5 dt 4 pt 9 ps 1.4 notitle, \
     $d18 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d19 with linespoints lc rgb '#CC79A7' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d20 with linespoints lc rgb '#E69F00' lw 2.5 dt 1 pt 13 ps 1.4 notitle, \
     $d21 with linespoints lc rgb '#56B4E9' lw 2.5 dt 2 pt 2 ps 1.4 notitle
set ylabel ''
unset label
unset arrow
set title "write of 4096 bytes"
set yrange [450.667:30403.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  20269" at graph 1.05, graph 0.9037 left tc rgb '#000000' noenhanced
set arrow from first 16, first 20269 to graph 1.04, graph 0.9037 nohead lw 1 lc rgb '#000000'
set label "vmap  4789" at graph 1.05, graph 0.7068 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 4789 to graph 1.04, graph 0.7068 nohead lw 1 lc rgb '#0072B2'
set label "hva  676" at graph 1.05, graph 0.0963 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 676 to graph 1.04, graph 0.0963 nohead lw 1 lc rgb '#D55E00'
set label "direct  2298" at graph 1.05, graph 0.3868 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 2298 to graph 1.04, graph 0.3868 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3351" at graph 1.05, graph 0.6268 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 3351 to graph 1.04, graph 0.6268 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  3021" at graph 1.05, graph 0.5468 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 3021 to graph 1.04, graph 0.5468 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  2344" at graph 1.05, graph 0.4668 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 2344 to graph 1.04, graph 0.4668 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4569
4 6674
16 20269
EOD
$d23 << EOD
2 3850
4 4627
16 4789
EOD
$d24 << EOD
2 676
4 676
16 676
EOD
$d25 << EOD
2 2295
4 2298
16 2298
EOD
$d26 << EOD
2 3067
4 3111
16 3351
EOD
$d27 << EOD
2 3018
4 3021
16 3021
EOD
$d28 << EOD
2 2341
4 2341
16 2344
EOD
plot $d22 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d23 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d24 with linespoints lc rgb '#D55E00' lw 2.5 dt 4 pt 9 ps 1.4 notitle, \
     $d25 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d26 with linespoints lc rgb '#CC79A7' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d27 with linespoints lc rgb '#E69F00' lw 2.5 dt 1 pt 13 ps 1.4 notitle, \
     $d28 with linespoints lc rgb '#56B4E9' lw 2.5 dt 2 pt 2 ps 1.4 notitle
unset multiplot
