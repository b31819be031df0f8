set multiplot layout 2,2 title "One access of KVM to guest memory. tcg-counted: instructions under QEMU TCG, not time" font ',14' margins 0.1,0.808,0.08,0.89 spacing 0.257,0.15
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
set yrange [134.667:26209.5]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "hva  202" at graph 1.05, graph 0.0769 left tc rgb '#000000' noenhanced
set arrow from first 16, first 202 to graph 1.04, graph 0.0769 nohead lw 1 lc rgb '#000000'
set label "direct  785" at graph 1.05, graph 0.3344 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 785 to graph 1.04, graph 0.3344 nohead lw 1 lc rgb '#0072B2'
set label "batched_flush  1900" at graph 1.05, graph 0.5744 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 1900 to graph 1.04, graph 0.5744 nohead lw 1 lc rgb '#D55E00'
set label "noflush  1541" at graph 1.05, graph 0.4944 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 1541 to graph 1.04, graph 0.4944 nohead lw 1 lc rgb '#009E73'
set label "percpu_ptemap  856" at graph 1.05, graph 0.4144 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 856 to graph 1.04, graph 0.4144 nohead lw 1 lc rgb '#CC79A7'
set label "sync_flush  17473" at graph 1.05, graph 0.9231 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 17473 to graph 1.04, graph 0.9231 nohead lw 1 lc rgb '#E69F00'
set label "vmap  3165" at graph 1.05, graph 0.6544 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 3165 to graph 1.04, graph 0.6544 nohead lw 1 lc rgb '#56B4E9'
$d1 << EOD
2 202
4 202
16 202
EOD
$d2 << EOD
2 785
4 785
16 785
EOD
$d3 << EOD
2 1650
4 1677
16 1900
EOD
$d4 << EOD
2 1536
4 1536
16 1541
EOD
$d5 << EOD
2 856
4 856
16 856
EOD
$d6 << EOD
2 2644
4 4763
16 17473
EOD
$d7 << EOD
2 3030
4 3118
16 3165
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
set yrange [480.667:28536]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "hva  721" at graph 1.05, graph 0.0993 left tc rgb '#000000' noenhanced
set arrow from first 16, first 721 to graph 1.04, graph 0.0993 nohead lw 1 lc rgb '#000000'
set label "direct  2326" at graph 1.05, graph 0.3861 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 2326 to graph 1.04, graph 0.3861 nohead lw 1 lc rgb '#0072B2'
set label "batched_flush  3474" at graph 1.05, graph 0.6261 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 3474 to graph 1.04, graph 0.6261 nohead lw 1 lc rgb '#D55E00'
set label "noflush  3082" at graph 1.05, graph 0.5461 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 3082 to graph 1.04, graph 0.5461 nohead lw 1 lc rgb '#009E73'
set label "percpu_ptemap  2397" at graph 1.05, graph 0.4661 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 2397 to graph 1.04, graph 0.4661 nohead lw 1 lc rgb '#CC79A7'
set label "sync_flush  19024" at graph 1.05, graph 0.9007 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 19024 to graph 1.04, graph 0.9007 nohead lw 1 lc rgb '#E69F00'
set label "vmap  4727" at graph 1.05, graph 0.7061 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 4727 to graph 1.04, graph 0.7061 nohead lw 1 lc rgb '#56B4E9'
$d8 << EOD
2 721
4 721
16 721
EOD
$d9 << EOD
2 2326
4 2326
16 2326
EOD
$d10 << EOD
2 3199
4 3295
16 3474
EOD
$d11 << EOD
2 3077
4 3077
16 3082
EOD
$d12 << EOD
2 2397
4 2397
16 2397
EOD
$d13 << EOD
2 4185
4 6738
16 19024
EOD
$d14 << EOD
2 4689
4 4672
16 4727
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
set yrange [150:28159.5]
set ytics (200, 500, 1000, 2000, 5000, 10000, 20000)
set label "hva  225" at graph 1.05, graph 0.0775 left tc rgb '#000000' noenhanced
set arrow from first 16, first 225 to graph 1.04, graph 0.0775 nohead lw 1 lc rgb '#000000'
set label "direct  783" at graph 1.05, graph 0.3157 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 783 to graph 1.04, graph 0.3157 nohead lw 1 lc rgb '#0072B2'
set label "batched_flush  1903" at graph 1.05, graph 0.5557 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 1903 to graph 1.04, graph 0.5557 nohead lw 1 lc rgb '#D55E00'
set label "noflush  1539" at graph 1.05, graph 0.4757 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 1539 to graph 1.04, graph 0.4757 nohead lw 1 lc rgb '#009E73'
set label "percpu_ptemap  854" at graph 1.05, graph 0.3957 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 854 to graph 1.04, graph 0.3957 nohead lw 1 lc rgb '#CC79A7'
set label "sync_flush  18773" at graph 1.05, graph 0.9225 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 18773 to graph 1.04, graph 0.9225 nohead lw 1 lc rgb '#E69F00'
set label "vmap  3237" at graph 1.05, graph 0.6357 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 3237 to graph 1.04, graph 0.6357 nohead lw 1 lc rgb '#56B4E9'
$d15 << EOD
2 225
4 225
16 225
EOD
$d16 << EOD
2 783
4 783
16 783
EOD
$d17 << EOD
2 1639
4 1694
16 1903
EOD
$d18 << EOD
2 1534
4 1534
16 1539
EOD
$d19 << EOD
2 854
4 854
16 854
EOD
$d20 << EOD
2 2642
4 4518
16 18773
EOD
$d21 << EOD
2 2371
4 3165
16 3237
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
set yrange [496:32394]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set label "hva  744" at graph 1.05, graph 0.0970 left tc rgb '#000000' noenhanced
set arrow from first 16, first 744 to graph 1.04, graph 0.0970 nohead lw 1 lc rgb '#000000'
set label "direct  2324" at graph 1.05, graph 0.3696 left tc rgb '#0072B2' noenhanced
set arrow from first 16, first 2324 to graph 1.04, graph 0.3696 nohead lw 1 lc rgb '#0072B2'
set label "batched_flush  3500" at graph 1.05, graph 0.6096 left tc rgb '#D55E00' noenhanced
set arrow from first 16, first 3500 to graph 1.04, graph 0.6096 nohead lw 1 lc rgb '#D55E00'
set label "noflush  3080" at graph 1.05, graph 0.5296 left tc rgb '#009E73' noenhanced
set arrow from first 16, first 3080 to graph 1.04, graph 0.5296 nohead lw 1 lc rgb '#009E73'
set label "percpu_ptemap  2395" at graph 1.05, graph 0.4496 left tc rgb '#CC79A7' noenhanced
set arrow from first 16, first 2395 to graph 1.04, graph 0.4496 nohead lw 1 lc rgb '#CC79A7'
set label "sync_flush  21596" at graph 1.05, graph 0.9030 left tc rgb '#E69F00' noenhanced
set arrow from first 16, first 21596 to graph 1.04, graph 0.9030 nohead lw 1 lc rgb '#E69F00'
set label "vmap  4808" at graph 1.05, graph 0.6896 left tc rgb '#56B4E9' noenhanced
set arrow from first 16, first 4808 to graph 1.04, graph 0.6896 nohead lw 1 lc rgb '#56B4E9'
$d22 << EOD
2 744
4 744
16 744
EOD
$d23 << EOD
2 2324
4 2324
16 2324
EOD
$d24 << EOD
2 3199
4 3216
16 3500
EOD
$d25 << EOD
2 3075
4 3075
16 3080
EOD
$d26 << EOD
2 2395
4 2395
16 2395
EOD
$d27 << EOD
2 4183
4 6302
16 21596
EOD
$d28 << EOD
2 3873
4 4639
16 4808
EOD
plot $d22 with linespoints lc rgb '#000000' lw 2.5 dt 2 pt 4 ps 1.4 notitle, \
     $d23 with linespoints lc rgb '#0072B2' lw 2.5 dt 1 pt 7 ps 1.4 notitle, \
     $d24 with linespoints lc rgb '#D55E00' lw 2.5 dt 4 pt 9 ps 1.4 notitle, \
     $d25 with linespoints lc rgb '#009E73' lw 2.5 dt 3 pt 5 ps 1.4 notitle, \
     $d26 with linespoints lc rgb '#CC79A7' lw 2.5 dt 5 pt 11 ps 1.4 notitle, \
     $d27 with linespoints lc rgb '#E69F00' lw 2.5 dt 1 pt 13 ps 1.4 notitle, \
     $d28 with linespoints lc rgb '#56B4E9' lw 2.5 dt 2 pt 2 ps 1.4 notitle
unset multiplot
