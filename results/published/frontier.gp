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
set yrange [481.25:34506]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set ylabel 'instructions per access'
set xrange [-0.6:12.61]
set xlabel 'pages at most that stay readable through stale translations: as declared (large), the most seen (small ring)'
set xtics ('0' 0, '1' 1, '4' 3, '16' 5, '64' 7, '256' 9, 'no bound' 11.155)
set object 1 rectangle from first 9.7, graph 0 to first 12.61, graph 1 fc rgb '#F2B48C' fs transparent pattern 4 border lc rgb '#D55E00' behind
set label 'unsafe: no bound' at first 12.61, graph 1.035 right tc rgb '#994300'
set label "direct  770" at graph 0.8184, graph 0.1100 left tc rgb '#007152' noenhanced front boxed
set arrow from first 8, first 770 to first 10, first 770 nohead dt 3 lw 1.5 lc rgb '#009E73'
set label "noflush  1493" at graph 0.8184, graph 0.2650 left tc rgb '#994300' noenhanced front boxed
set arrow from first 8, first 1493 to first 10, first 1493 nohead dt 3 lw 1.5 lc rgb '#D55E00'
set label "sync_flush  19170" at graph 0.0614, graph 0.8624 left tc rgb '#005280' noenhanced front
set label "batched_flush  1817, 1000 us at most" at graph 0.5593, graph 0.3474 right tc rgb '#A57200' noenhanced front
set arrow from first 6.45943, first 1817.222 to first 7, first 1817.222 nohead dt 3 lw 1.5 lc rgb '#E69F00'
set label "percpu_ptemap  816, for any time" at graph 0.7107, graph 0.1600 right tc rgb '#3D81A7' noenhanced front
set arrow from first 1, first 816 to first 9, first 816 nohead dt 3 lw 1.5 lc rgb '#56B4E9'
set label "vmap  3105" at graph 0.8184, graph 0.4364 left tc rgb '#925778' noenhanced front boxed
set arrow from first 8, first 3104.993 to first 10, first 3104.993 nohead dt 3 lw 1.5 lc rgb '#CC79A7'
$s1 << EOD
8 770
EOD
$d1 << EOD
10 770
EOD
$s2 << EOD
8 1493
EOD
$d2 << EOD
10 1493
EOD
$s3 << EOD
0 19170
EOD
$d3 << EOD
0 19170
EOD
$s4 << EOD
6.45943 1817.222
EOD
$d4 << EOD
7 1817.222
EOD
$s5 << EOD
1 816
EOD
$d5 << EOD
9 816
EOD
$s6 << EOD
8 3104.993
EOD
$d6 << EOD
10 3104.993
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
