# size 1200,640
set title 'What an access costs, and what it leaves readable: read of 8 bytes on 16 CPUs' offset 0,0.8 font ',15'
set lmargin at screen 0.09
set rmargin at screen 0.97
set tmargin at screen 0.86
set bmargin at screen 0.17
set border 3
set tics nomirror
set grid ytics lt 1 lw 1 lc rgb '#d0d0d0'
set logscale y
set style textbox opaque noborder margins 0.3,0.2
set yrange [475:34484.4]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set ylabel 'instructions per access'
set xrange [-0.6:12.61]
set xlabel 'pages at most that stay readable through stale translations: as declared (large), the most seen (small ring)'
set xtics ('0' 0, '1' 1, '4' 3, '16' 5, '64' 7, '256' 9, 'no bound' 11.155)
set object 1 rectangle from first 9.7, graph 0 to first 12.61, graph 1 fc rgb '#F2B48C' fs transparent pattern 4 border lc rgb '#D55E00' behind
set label 'unsafe: no bound' at first 12.61, graph 1.035 right tc rgb '#994300'
set label "direct  760" at graph 0.8184, graph 0.1097 left tc rgb '#007152' noenhanced front boxed
set arrow from first 8, first 760 to first 10, first 760 nohead dt 3 lw 1.5 lc rgb '#009E73'
set label "noflush  1483" at graph 0.8184, graph 0.2657 left tc rgb '#994300' noenhanced front boxed
set arrow from first 8, first 1483 to first 10, first 1483 nohead dt 3 lw 1.5 lc rgb '#D55E00'
set label "sync_flush  19158" at graph 0.0614, graph 0.8628 left tc rgb '#005280' noenhanced front
set label "batched_flush  1792, 1000 us at most" at graph 0.5593, graph 0.3463 right tc rgb '#A57200' noenhanced front
set arrow from first 6.61471, first 1792.184 to first 7, first 1792.184 nohead dt 3 lw 1.5 lc rgb '#E69F00'
set label "percpu_ptemap  806, for any time" at graph 0.7107, graph 0.1598 right tc rgb '#3D81A7' noenhanced front
set arrow from first 2.58496, first 806 to first 9, first 806 nohead dt 3 lw 1.5 lc rgb '#56B4E9'
set label "vmap  3121" at graph 0.8184, graph 0.4393 left tc rgb '#925778' noenhanced front boxed
set arrow from first 8, first 3120.571 to first 10, first 3120.571 nohead dt 3 lw 1.5 lc rgb '#CC79A7'
$s1 << EOD
8 760
EOD
$d1 << EOD
10 760
EOD
$s2 << EOD
8 1483
EOD
$d2 << EOD
10 1483
EOD
$s3 << EOD
0 19158
EOD
$d3 << EOD
0 19158
EOD
$s4 << EOD
6.61471 1792.184
EOD
$d4 << EOD
7 1792.184
EOD
$s5 << EOD
2.58496 806
EOD
$d5 << EOD
9 806
EOD
$s6 << EOD
8 3120.571
EOD
$d6 << EOD
10 3120.571
EOD
plot $s1 with points lc rgb '#009E73' pt 6 ps 1.5 lw 2.5 notitle, \
     $d1 with points lc rgb '#009E73' pt 5 ps 2.2 lw 4 notitle, \
     $s2 with points lc rgb '#D55E00' pt 6 ps 1.5 lw 2.5 notitle, \
     $d2 with points lc rgb '#D55E00' pt 2 ps 3 lw 4 notitle, \
     $s3 with points lc rgb '#0072B2' pt 6 ps 1.5 lw 2.5 notitle, \
     $d3 with points lc rgb '#0072B2' pt 7 ps 2.2 lw 4 notitle, \
     $s4 with points lc rgb '#E69F00' pt 6 ps 1.5 lw 2.5 notitle, \
     $d4 with points lc rgb '#E69F00' pt 11 ps 2.2 lw 4 notitle, \
     $s5 with points lc rgb '#56B4E9' pt 6 ps 1.5 lw 2.5 notitle, \
     $d5 with points lc rgb '#56B4E9' pt 13 ps 2.2 lw 4 notitle, \
     $s6 with points lc rgb '#CC79A7' pt 6 ps 1.5 lw 2.5 notitle, \
     $d6 with points lc rgb '#CC79A7' pt 9 ps 2.2 lw 4 notitle
