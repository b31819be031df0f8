# size 1200,620
set multiplot
set border 3
set tics nomirror
set style fill solid
set label 99 'One access taken apart: read of 8 bytes on 16 CPUs' at screen 0.5, screen 0.955 center font ',15'
set object 1 rectangle from screen 0.0300, screen 0.872 to screen 0.0520, screen 0.905 fc rgb '#56B4E9' fs solid 1 border lc rgb '#404040'
set label 101 'find' at screen 0.0580, screen 0.8885 left
set object 2 rectangle from screen 0.1180, screen 0.872 to screen 0.1400, screen 0.905 fc rgb '#E69F00' fs solid 1 border lc rgb '#404040'
set label 102 'map' at screen 0.1460, screen 0.8885 left
set object 3 rectangle from screen 0.1965, screen 0.872 to screen 0.2185, screen 0.905 fc rgb '#009E73' fs solid 1 border lc rgb '#404040'
set label 103 'copy' at screen 0.2245, screen 0.8885 left
set object 4 rectangle from screen 0.2845, screen 0.872 to screen 0.3065, screen 0.905 fc rgb '#CC79A7' fs solid 1 border lc rgb '#404040'
set label 104 'unmap' at screen 0.3125, screen 0.8885 left
set object 5 rectangle from screen 0.3820, screen 0.872 to screen 0.4040, screen 0.905 fc rgb '#F0E442' fs solid 1 border lc rgb '#404040'
set label 105 'flush' at screen 0.4100, screen 0.8885 left
set object 6 rectangle from screen 0.4795, screen 0.872 to screen 0.5015, screen 0.905 fc rgb '#0072B2' fs solid 1 border lc rgb '#404040'
set label 106 'handlers' at screen 0.5075, screen 0.8885 left
set object 7 rectangle from screen 0.6055, screen 0.872 to screen 0.6275, screen 0.905 fc rgb '#7F7F7F' fs solid 1 border lc rgb '#404040'
set label 107 'leave' at screen 0.6335, screen 0.8885 left
set object 8 rectangle from screen 0.7030, screen 0.872 to screen 0.7250, screen 0.905 fc rgb '#FFFFFF' fs solid 1 border lc rgb '#404040'
set label 108 'residue' at screen 0.7310, screen 0.8885 left
set yrange [6.6:0.4]
set ytics ('sync_flush' 1, 'vmap' 2, 'batched_flush' 3, 'noflush' 4, 'percpu_ptemap' 5, 'direct' 6) noenhanced
$cost1 << EOD
0 1 681
0 2 681
0 3 681
0 4 681
0 5 681
0 6 681
EOD
$cost2 << EOD
681 1 1093
681 2 2264.12
681 3 1088
681 4 1093
681 5 723
681 6 691
EOD
$cost3 << EOD
1093 1 1114
2264.12 2 2285.12
1088 3 1109
1093 4 1114
723 5 744
691 6 712
EOD
$cost4 << EOD
1114 1 1542
2285.12 2 3053.48
1109 3 1482.645
1114 4 1468
744 5 790
712 6 716
EOD
$cost5 << EOD
1542 1 19268.235
3053.48 2 3053.48
1482.645 3 1752.09
1468 4 1468
790 5 790
716 6 716
EOD
$cost6 << EOD
19268.235 1 20003.235
3053.48 2 3053.48
1752.09 3 1770.315
1468 4 1468
790 5 790
716 6 716
EOD
$cost7 << EOD
20003.235 1 20052.235
3053.48 2 3102.48
1770.315 3 1819.315
1468 4 1517
790 5 839
716 6 765
EOD
$cost8 << EOD
20052.235 1 20052.235
3102.48 2 3128.521
1819.315 3 1828.801
1517 4 1517
839 5 839
765 6 765
EOD
$share1 << EOD
0 1 3.39613016
0 2 21.7674742
0 3 37.2375124
0 4 44.8912327
0 5 81.1680572
0 6 89.0196078
EOD
$share2 << EOD
3.39613016 1 5.45076397
21.7674742 2 72.3702989
37.2375124 3 59.4925309
44.8912327 4 72.0500989
81.1680572 5 86.1740167
89.0196078 6 90.3267974
EOD
$share3 << EOD
5.45076397 1 5.55549045
72.3702989 2 73.0415426
59.4925309 3 60.6408242
72.0500989 4 73.43441
86.1740167 5 88.6769964
90.3267974 6 93.0718954
EOD
$share4 << EOD
5.55549045 1 7.68991586
73.0415426 2 97.6013906
60.6408242 3 81.0719701
73.43441 4 96.7699407
88.6769964 5 94.1597139
93.0718954 6 93.5947712
EOD
$share5 << EOD
7.68991586 1 96.0902114
97.6013906 2 97.6013906
81.0719701 3 95.8053938
96.7699407 4 96.7699407
94.1597139 5 94.1597139
93.5947712 6 93.5947712
EOD
$share6 << EOD
96.0902114 1 99.7556382
97.6013906 2 97.6013906
95.8053938 3 96.8019484
96.7699407 4 96.7699407
94.1597139 5 94.1597139
93.5947712 6 93.5947712
EOD
$share7 << EOD
99.7556382 1 100
97.6013906 2 99.1676259
96.8019484 3 99.4812995
96.7699407 4 100
94.1597139 5 100
93.5947712 6 100
EOD
$share8 << EOD
100 1 100
99.1676259 2 100
99.4812995 3 100
100 4 100
100 5 100
100 6 100
EOD
set lmargin at screen 0.14
set rmargin at screen 0.5
set tmargin at screen 0.84
set bmargin at screen 0.1129
set xrange [0:24062.682]
set xlabel 'instructions'
set xtics autofreq rotate by 0
set xtics 5000
set grid xtics lt 1 lw 1 lc rgb '#d0d0d0'
set label 201 '19241' at first 20052.235, first 1 left offset 0.5,0 front
set label 202 '3129' at first 3128.521, first 2 left offset 0.5,0 front
set label 203 '1829' at first 1828.801, first 3 left offset 0.5,0 front
set label 204 '1502' at first 1517, first 4 left offset 0.5,0 front
set label 205 '832' at first 839, first 5 left offset 0.5,0 front
set label 206 '748' at first 765, first 6 left offset 0.5,0 front
plot $cost1 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#56B4E9' notitle, \
     $cost2 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#E69F00' notitle, \
     $cost3 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#009E73' notitle, \
     $cost4 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#CC79A7' notitle, \
     $cost5 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#F0E442' notitle, \
     $cost6 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#0072B2' notitle, \
     $cost7 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#7F7F7F' notitle, \
     $cost8 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#FFFFFF' notitle
unset label 201
unset label 202
unset label 203
unset label 204
unset label 205
unset label 206
unset object 1
unset label 101
unset object 2
unset label 102
unset object 3
unset label 103
unset object 4
unset label 104
unset object 5
unset label 105
unset object 6
unset label 106
unset object 7
unset label 107
unset object 8
unset label 108
unset label 99
set lmargin at screen 0.54
set rmargin at screen 0.98
set format y ''
set xrange [0:100]
set xlabel 'percent of its own cost'
set xtics 20
set ytics ('' 1, '' 2, '' 3, '' 4, '' 5, '' 6)
set label 'find' at first 10.8837371, first 2 center tc rgb '#000000' front
set label 'find' at first 18.6187562, first 3 center tc rgb '#000000' front
set label 'find' at first 22.4456163, first 4 center tc rgb '#000000' front
set label 'find' at first 40.5840286, first 5 center tc rgb '#000000' front
set label 'find' at first 44.5098039, first 6 center tc rgb '#000000' front
set label 'map' at first 47.0688865, first 2 center tc rgb '#000000' front
set label 'map' at first 48.3650217, first 3 center tc rgb '#000000' front
set label 'map' at first 58.4706658, first 4 center tc rgb '#000000' front
set label 'unmap' at first 85.3214666, first 2 center tc rgb '#000000' front
set label 'unmap' at first 70.8563972, first 3 center tc rgb '#000000' front
set label 'unmap' at first 85.1021753, first 4 center tc rgb '#000000' front
set label 'flush' at first 51.8900636, first 1 center tc rgb '#000000' front
set label 'flush' at first 88.438682, first 3 center tc rgb '#000000' front
plot $share1 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#56B4E9' notitle, \
     $share2 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#E69F00' notitle, \
     $share3 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#009E73' notitle, \
     $share4 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#CC79A7' notitle, \
     $share5 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#F0E442' notitle, \
     $share6 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#0072B2' notitle, \
     $share7 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#7F7F7F' notitle, \
     $share8 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#FFFFFF' notitle
unset multiplot
