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
set yrange [90.6667:29367]
set ytics (100, 200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19578" at graph 1.05, graph 0.9299 left tc rgb '#000000' noenhanced
set arrow from first 16, first 19578 to graph 1.04, graph 0.9299 nohead lw 1 lc rgb '#000000'
set label "vmap  3196" at graph 1.05, graph 0.6869 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 3196 to graph 1.04, graph 0.6869 nohead lw 1 lc rgb '#0072B2'
set label "hva  136" at graph 1.05, graph 0.0701 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 136 to graph 1.04, graph 0.0701 nohead lw 1 lc rgb '#D55E00'
set label "direct  756" at graph 1.05, graph 0.3669 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 756 to graph 1.04, graph 0.3669 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1770" at graph 1.05, graph 0.6069 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 1770 to graph 1.04, graph 0.6069 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  1489" at graph 1.05, graph 0.5269 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 1489 to graph 1.04, graph 0.5269 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  812" at graph 1.05, graph 0.4469 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 812 to graph 1.04, graph 0.4469 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 2618
4 4715
16 19578
EOD
$d2 << EOD
2 2998
4 2975
16 3196
EOD
$d3 << EOD
2 136
4 136
16 136
EOD
$d4 << EOD
2 766
4 766
16 756
EOD
$d5 << EOD
2 1527
4 1554
16 1770
EOD
$d6 << EOD
2 1479
4 1474
16 1489
EOD
$d7 << EOD
2 802
4 812
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
set yrange [436.667:31027.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  20685" at graph 1.05, graph 0.9049 left tc rgb '#000000' noenhanced
set arrow from first 16, first 20685 to graph 1.04, graph 0.9049 nohead lw 1 lc rgb '#000000'
set label "vmap  4773" at graph 1.05, graph 0.7094 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 4773 to graph 1.04, graph 0.7094 nohead lw 1 lc rgb '#0072B2'
set label "hva  655" at graph 1.05, graph 0.0951 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 655 to graph 1.04, graph 0.0951 nohead lw 1 lc rgb '#D55E00'
set label "direct  2297" at graph 1.05, graph 0.3894 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 2297 to graph 1.04, graph 0.3894 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3344" at graph 1.05, graph 0.6294 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 3344 to graph 1.04, graph 0.6294 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  3023" at graph 1.05, graph 0.5494 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 3023 to graph 1.04, graph 0.5494 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  2346" at graph 1.05, graph 0.4694 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 2346 to graph 1.04, graph 0.4694 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 4574
4 6683
16 20685
EOD
$d9 << EOD
2 4630
4 4562
16 4773
EOD
$d10 << EOD
2 655
4 655
16 655
EOD
$d11 << EOD
2 2297
4 2300
16 2297
EOD
$d12 << EOD
2 3072
4 3132
16 3344
EOD
$d13 << EOD
2 3020
4 3015
16 3023
EOD
$d14 << EOD
2 2343
4 2346
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
set yrange [104.667:29364]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  19576" at graph 1.05, graph 0.9281 left tc rgb '#000000' noenhanced
set arrow from first 16, first 19576 to graph 1.04, graph 0.9281 nohead lw 1 lc rgb '#000000'
set label "vmap  3215" at graph 1.05, graph 0.6703 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 3215 to graph 1.04, graph 0.6703 nohead lw 1 lc rgb '#0072B2'
set label "hva  157" at graph 1.05, graph 0.0719 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 157 to graph 1.04, graph 0.0719 nohead lw 1 lc rgb '#D55E00'
set label "direct  754" at graph 1.05, graph 0.3503 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 754 to graph 1.04, graph 0.3503 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  1768" at graph 1.05, graph 0.5903 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 1768 to graph 1.04, graph 0.5903 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  1480" at graph 1.05, graph 0.5103 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 1480 to graph 1.04, graph 0.5103 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  803" at graph 1.05, graph 0.4303 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 803 to graph 1.04, graph 0.4303 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 2594
4 4694
16 19576
EOD
$d16 << EOD
2 2932
4 2973
16 3215
EOD
$d17 << EOD
2 157
4 157
16 157
EOD
$d18 << EOD
2 754
4 757
16 754
EOD
$d19 << EOD
2 1525
4 1545
16 1768
EOD
$d20 << EOD
2 1477
4 1472
16 1480
EOD
$d21 << EOD
2 800
4 803
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
set yrange [450.667:31693.5]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "sync_flush  21129" at graph 1.05, graph 0.9047 left tc rgb '#000000' noenhanced
set arrow from first 16, first 21129 to graph 1.04, graph 0.9047 nohead lw 1 lc rgb '#000000'
set label "vmap  4815" at graph 1.05, graph 0.7027 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 4815 to graph 1.04, graph 0.7027 nohead lw 1 lc rgb '#0072B2'
set label "hva  676" at graph 1.05, graph 0.0953 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 676 to graph 1.04, graph 0.0953 nohead lw 1 lc rgb '#D55E00'
set label "direct  2295" at graph 1.05, graph 0.3827 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 2295 to graph 1.04, graph 0.3827 nohead lw 1 lc rgb '#009E73'
set label "batched_flush  3336" at graph 1.05, graph 0.6227 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 3336 to graph 1.04, graph 0.6227 nohead lw 1 lc rgb '#CC79A7'
set label "noflush  3021" at graph 1.05, graph 0.5427 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 3021 to graph 1.04, graph 0.5427 nohead lw 1 lc rgb '#E69F00'
set label "percpu_ptemap  2344" at graph 1.05, graph 0.4627 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 2344 to graph 1.04, graph 0.4627 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 4569
4 6235
16 21129
EOD
$d23 << EOD
2 4301
4 4528
16 4815
EOD
$d24 << EOD
2 676
4 676
16 676
EOD
$d25 << EOD
2 2295
4 2298
16 2295
EOD
$d26 << EOD
2 3066
4 3117
16 3336
EOD
$d27 << EOD
2 3018
4 3013
16 3021
EOD
$d28 << EOD
2 2341
4 2344
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
