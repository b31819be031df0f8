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
681 1 1097
681 2 2332.95
681 3 1101.945
681 4 1097
681 5 720
681 6 692
EOD
$cost3 << EOD
1097 1 1118
2332.95 2 2353.95
1101.945 3 1122.945
1097 4 1118
720 5 741
692 6 713
EOD
$cost4 << EOD
1118 1 1551
2353.95 2 3126.99
1122.945 3 1513.73
1118 4 1473
741 5 779
713 6 716
EOD
$cost5 << EOD
1551 1 19658.765
3126.99 2 3126.99
1513.73 3 1776.965
1473 4 1473
779 5 779
716 6 716
EOD
$cost6 << EOD
19658.765 1 20393.765
3126.99 2 3126.99
1776.965 3 1795.19
1473 4 1473
779 5 779
716 6 716
EOD
$cost7 << EOD
20393.765 1 20442.765
3126.99 2 3175.99
1795.19 3 1844.19
1473 4 1522
779 5 828
716 6 765
EOD
$cost8 << EOD
20442.765 1 20442.765
3175.99 2 3175.99
1844.19 3 1846.396
1522 4 1522
828 5 841.502
765 6 801.239
EOD
$share1 << EOD
0 1 3.33125191
0 2 21.442133
0 3 36.8826622
0 4 44.7437582
0 5 80.9267239
0 6 84.9933665
EOD
$share2 << EOD
3.33125191 1 5.36620169
21.442133 2 73.4558358
36.8826622 3 59.6808594
44.7437582 4 72.0762155
80.9267239 5 85.561294
84.9933665 6 86.3662403
EOD
$share3 << EOD
5.36620169 1 5.46892752
73.4558358 2 74.117047
59.6808594 3 60.8182102
72.0762155 4 73.455979
85.561294 5 88.0568317
86.3662403 6 88.9871811
EOD
$share4 << EOD
5.46892752 1 7.58703629
74.117047 2 98.457174
60.8182102 3 81.9829549
73.455979 4 96.7805519
88.0568317 5 92.5725667
88.9871811 6 89.3616012
EOD
$share5 << EOD
7.58703629 1 96.1649024
98.457174 2 98.457174
81.9829549 3 96.2396474
96.7805519 4 96.7805519
92.5725667 5 92.5725667
89.3616012 6 89.3616012
EOD
$share6 << EOD
96.1649024 1 99.7603064
98.457174 2 98.457174
96.2396474 3 97.2267054
96.7805519 4 96.7805519
92.5725667 5 92.5725667
89.3616012 6 89.3616012
EOD
$share7 << EOD
99.7603064 1 100
98.457174 2 100
97.2267054 3 99.880524
96.7805519 4 100
92.5725667 5 98.3954881
89.3616012 6 95.4771298
EOD
$share8 << EOD
100 1 100
100 2 100
99.880524 3 100
100 4 100
98.3954881 5 100
95.4771298 6 100
EOD
set lmargin at screen 0.14
set rmargin at screen 0.5
set tmargin at screen 0.84
set bmargin at screen 0.1129
set xrange [0:24531.318]
set xlabel 'instructions'
set xtics autofreq rotate by 0
set xtics 5000
set grid xtics lt 1 lw 1 lc rgb '#d0d0d0'
set label 201 '20047' at first 20442.765, first 1 left offset 0.5,0 front
set label 202 '3142' at first 3175.99, first 2 left offset 0.5,0 front
set label 203 '1846' at first 1846.396, first 3 left offset 0.5,0 front
set label 204 '1509' at first 1522, first 4 left offset 0.5,0 front
set label 205 '842' at first 841.502, first 5 left offset 0.5,0 front
set label 206 '801' at first 801.239, first 6 left offset 0.5,0 front
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
set label 'find' at first 10.7210665, first 2 center tc rgb '#000000' front
set label 'find' at first 18.4413311, first 3 center tc rgb '#000000' front
set label 'find' at first 22.3718791, first 4 center tc rgb '#000000' front
set label 'find' at first 40.4633619, first 5 center tc rgb '#000000' front
set label 'find' at first 42.4966833, first 6 center tc rgb '#000000' front
set label 'map' at first 47.4489844, first 2 center tc rgb '#000000' front
set label 'map' at first 48.2817608, first 3 center tc rgb '#000000' front
set label 'map' at first 58.4099869, first 4 center tc rgb '#000000' front
set label 'unmap' at first 86.2871105, first 2 center tc rgb '#000000' front
set label 'unmap' at first 71.4005825, first 3 center tc rgb '#000000' front
set label 'unmap' at first 85.1182654, first 4 center tc rgb '#000000' front
set label 'flush' at first 51.8759693, first 1 center tc rgb '#000000' front
set label 'flush' at first 89.1113012, first 3 center tc rgb '#000000' front
plot $share1 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#56B4E9' notitle, \
     $share2 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#E69F00' notitle, \
     $share3 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#009E73' notitle, \
     $share4 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#CC79A7' notitle, \
     $share5 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#F0E442' notitle, \
     $share6 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#0072B2' notitle, \
     $share7 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#7F7F7F' notitle, \
     $share8 using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '#FFFFFF' notitle
unset multiplot
