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
0 1 684.235
0 2 684.235
0 3 684.235
0 4 684.235
0 5 684.235
0 6 684.235
EOD
$cost2 << EOD
684.235 1 1096.235
684.235 2 2282.175
684.235 3 1091.235
684.235 4 1096.235
684.235 5 726.235
684.235 6 694.235
EOD
$cost3 << EOD
1096.235 1 1117.235
2282.175 2 2303.175
1091.235 3 1112.235
1096.235 4 1117.235
726.235 5 747.235
694.235 6 715.235
EOD
$cost4 << EOD
1117.235 1 1530.235
2303.175 2 3071.32
1112.235 3 1488.355
1117.235 4 1471.235
747.235 5 793.235
715.235 6 719.235
EOD
$cost5 << EOD
1530.235 1 19865.075
3071.32 2 3071.32
1488.355 3 1757.8
1471.235 4 1471.235
793.235 5 793.235
719.235 6 719.235
EOD
$cost6 << EOD
19865.075 1 20600.075
3071.32 2 3071.32
1757.8 3 1776.025
1471.235 4 1471.235
793.235 5 793.235
719.235 6 719.235
EOD
$cost7 << EOD
20600.075 1 20649.075
3071.32 2 3120.32
1776.025 3 1825.025
1471.235 4 1520.235
793.235 5 842.235
719.235 6 768.235
EOD
$cost8 << EOD
20649.075 1 20649.075
3120.32 2 3120.32
1825.025 3 1854.198
1520.235 4 1538.228
842.235 5 861.356
768.235 6 768.235
EOD
$share1 << EOD
0 1 3.31363511
0 2 21.9283599
0 3 36.9019382
0 4 44.4820274
0 5 79.4369575
0 6 89.0658457
EOD
$share2 << EOD
3.31363511 1 5.30888187
21.9283599 2 73.1391332
36.9019382 3 58.8521291
44.4820274 4 71.2660932
79.4369575 5 84.3129902
89.0658457 6 90.3675308
EOD
$share3 << EOD
5.30888187 1 5.41058135
73.1391332 2 73.8121411
58.8521291 3 59.9846942
71.2660932 4 72.6313004
84.3129902 5 86.7510066
90.3675308 6 93.1010693
EOD
$share4 << EOD
5.41058135 1 7.41067094
73.8121411 2 98.4296482
59.9846942 3 80.269475
72.6313004 4 95.6447939
86.7510066 5 92.0914233
93.1010693 6 93.6217433
EOD
$share5 << EOD
7.41067094 1 96.2032198
98.4296482 2 98.4296482
80.269475 3 94.8010946
95.6447939 4 95.6447939
92.0914233 5 92.0914233
93.6217433 6 93.6217433
EOD
$share6 << EOD
96.2032198 1 99.7627012
98.4296482 2 98.4296482
94.8010946 3 95.7839993
95.6447939 4 95.6447939
92.0914233 5 92.0914233
93.6217433 6 93.6217433
EOD
$share7 << EOD
99.7627012 1 100
98.4296482 2 100
95.7839993 3 98.4266513
95.6447939 4 98.8302774
92.0914233 5 97.7801281
93.6217433 6 100
EOD
$share8 << EOD
100 1 100
100 2 100
98.4266513 3 100
98.8302774 4 100
97.7801281 5 100
100 6 100
EOD
set lmargin at screen 0.14
set rmargin at screen 0.5
set tmargin at screen 0.84
set bmargin at screen 0.1129
set xrange [0:24778.89]
set xlabel 'instructions'
set xtics autofreq rotate by 0
set xtics 5000
set grid xtics lt 1 lw 1 lc rgb '#d0d0d0'
set label 201 '19243' at first 20649.075, first 1 left offset 0.5,0 front
set label 202 '3105' at first 3120.32, first 2 left offset 0.5,0 front
set label 203 '1854' at first 1854.198, first 3 left offset 0.5,0 front
set label 204 '1538' at first 1538.228, first 4 left offset 0.5,0 front
set label 205 '861' at first 861.356, first 5 left offset 0.5,0 front
set label 206 '758' at first 768.235, first 6 left offset 0.5,0 front
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
set label 'find' at first 10.96418, first 2 center tc rgb '#000000' front
set label 'find' at first 18.4509691, first 3 center tc rgb '#000000' front
set label 'find' at first 22.2410137, first 4 center tc rgb '#000000' front
set label 'find' at first 39.7184788, first 5 center tc rgb '#000000' front
set label 'find' at first 44.5329229, first 6 center tc rgb '#000000' front
set label 'map' at first 47.5337465, first 2 center tc rgb '#000000' front
set label 'map' at first 47.8770336, first 3 center tc rgb '#000000' front
set label 'map' at first 57.8740603, first 4 center tc rgb '#000000' front
set label 'unmap' at first 86.1208947, first 2 center tc rgb '#000000' front
set label 'unmap' at first 70.1270846, first 3 center tc rgb '#000000' front
set label 'unmap' at first 84.1380472, first 4 center tc rgb '#000000' front
set label 'flush' at first 51.8069453, first 1 center tc rgb '#000000' front
set label 'flush' at first 87.5352848, first 3 center tc rgb '#000000' front
plot $share1 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#56B4E9' notitle, \
     $share2 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#E69F00' notitle, \
     $share3 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#009E73' notitle, \
     $share4 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#CC79A7' notitle, \
     $share5 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#F0E442' notitle, \
     $share6 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#0072B2' notitle, \
     $share7 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#7F7F7F' notitle, \
     $share8 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#FFFFFF' notitle
unset multiplot
