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
0 1 676
0 2 676
0 3 676
0 4 676
0 5 676
0 6 676
EOD
$cost2 << EOD
676 1 1092
676 2 2322.16
676 3 1092
676 4 1092
676 5 715
676 6 687
EOD
$cost3 << EOD
1092 1 1113
2322.16 2 2343.16
1092 3 1113
1092 4 1113
715 5 736
687 6 708
EOD
$cost4 << EOD
1113 1 1546
2343.16 2 3116.52
1113 3 1490.45
1113 4 1468
736 5 774
708 6 711
EOD
$cost5 << EOD
1546 1 19436.82
3116.52 2 3116.52
1490.45 3 1760.045
1468 4 1468
774 5 774
711 6 711
EOD
$cost6 << EOD
19436.82 1 20171.82
3116.52 2 3116.52
1760.045 3 1778.27
1468 4 1468
774 5 774
711 6 711
EOD
$cost7 << EOD
20171.82 1 20220.82
3116.52 2 3165.52
1778.27 3 1827.27
1468 4 1517
774 5 823
711 6 760
EOD
$cost8 << EOD
20220.82 1 20220.82
3165.52 2 3165.52
1827.27 3 1828.407
1517 4 1523.252
823 5 823
760 6 797.802
EOD
$share1 << EOD
0 1 3.34308895
0 2 21.3551012
0 3 36.9720746
0 4 44.3787371
0 5 82.1385176
0 6 84.7328034
EOD
$share2 << EOD
3.34308895 1 5.40037447
21.3551012 2 73.3579317
36.9720746 3 59.7241205
44.3787371 4 71.6887291
82.1385176 5 86.8772783
84.7328034 6 86.1115916
EOD
$share3 << EOD
5.40037447 1 5.50422782
73.3579317 2 74.0213298
59.7241205 3 60.8726613
71.6887291 4 73.0673585
86.8772783 5 89.4289186
86.1115916 6 88.7438237
EOD
$share4 << EOD
5.50422782 1 7.64558509
74.0213298 2 98.4520711
60.8726613 3 81.5163145
73.0673585 4 96.3727604
89.4289186 5 94.0461725
88.7438237 6 89.1198568
EOD
$share5 << EOD
7.64558509 1 96.1228081
98.4520711 2 98.4520711
81.5163145 3 96.2611169
96.3727604 4 96.3727604
94.0461725 5 94.0461725
89.1198568 6 89.1198568
EOD
$share6 << EOD
96.1228081 1 99.7576755
98.4520711 2 98.4520711
96.2611169 3 97.2578862
96.3727604 4 96.3727604
94.0461725 5 94.0461725
89.1198568 6 89.1198568
EOD
$share7 << EOD
99.7576755 1 100
98.4520711 2 100
97.2578862 3 99.9378147
96.3727604 4 99.5895623
94.0461725 5 100
89.1198568 6 95.2617316
EOD
$share8 << EOD
100 1 100
100 2 100
99.9378147 3 100
99.5895623 4 100
100 5 100
95.2617316 6 100
EOD
set lmargin at screen 0.14
set rmargin at screen 0.5
set tmargin at screen 0.84
set bmargin at screen 0.1129
set xrange [0:24264.984]
set xlabel 'instructions'
set xtics autofreq rotate by 0
set xtics 5000
set grid xtics lt 1 lw 1 lc rgb '#d0d0d0'
set label 201 '19223' at first 20220.82, first 1 left offset 0.5,0 front
set label 202 '3141' at first 3165.52, first 2 left offset 0.5,0 front
set label 203 '1828' at first 1828.407, first 3 left offset 0.5,0 front
set label 204 '1523' at first 1523.252, first 4 left offset 0.5,0 front
set label 205 '813' at first 823, first 5 left offset 0.5,0 front
set label 206 '798' at first 797.802, first 6 left offset 0.5,0 front
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
set label 'find' at first 10.6775506, first 2 center tc rgb '#000000' front
set label 'find' at first 18.4860373, first 3 center tc rgb '#000000' front
set label 'find' at first 22.1893685, first 4 center tc rgb '#000000' front
set label 'find' at first 41.0692588, first 5 center tc rgb '#000000' front
set label 'find' at first 42.3664017, first 6 center tc rgb '#000000' front
set label 'map' at first 47.3565165, first 2 center tc rgb '#000000' front
set label 'map' at first 48.3480976, first 3 center tc rgb '#000000' front
set label 'map' at first 58.0337331, first 4 center tc rgb '#000000' front
set label 'unmap' at first 86.2367004, first 2 center tc rgb '#000000' front
set label 'unmap' at first 71.1944879, first 3 center tc rgb '#000000' front
set label 'unmap' at first 84.7200595, first 4 center tc rgb '#000000' front
set label 'flush' at first 51.8841966, first 1 center tc rgb '#000000' front
set label 'flush' at first 88.8887157, first 3 center tc rgb '#000000' front
plot $share1 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#56B4E9' notitle, \
     $share2 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#E69F00' notitle, \
     $share3 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#009E73' notitle, \
     $share4 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#CC79A7' notitle, \
     $share5 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#F0E442' notitle, \
     $share6 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#0072B2' notitle, \
     $share7 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#7F7F7F' notitle, \
     $share8 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#FFFFFF' notitle
unset multiplot
