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
set yrange [473.125:34464.6]
set ytics (500, 1000, 2000, 5000, 10000, 20000)
set ylabel 'instructions per access'
set xrange [-0.6:11.31]
set xlabel 'pages at most that stay readable through stale translations: as declared (large), the most seen (small ring)'
set xtics ('0' 0, '1' 1, '4' 3, '16' 5, '64' 7, 'no bound' 10.005)
set object 1 rectangle from first 8.7, graph 0 to first 11.31, graph 1 fc rgb '#F2B48C' fs transparent pattern 4 border lc rgb '#D55E00' behind
set label 'unsafe: no bound' at first 11.31, graph 1.035 right tc rgb '#994300'
set label "direct  757" at graph 0.8220, graph 0.1096 left tc rgb '#007152' noenhanced front boxed
set arrow from first 8, first 757 to first 9, first 757 nohead dt 3 lw 1.5 lc rgb '#009E73'
set label "noflush  1483" at graph 0.8220, graph 0.2664 left tc rgb '#994300' noenhanced front boxed
set arrow from first 8, first 1483 to first 9, first 1483 nohead dt 3 lw 1.5 lc rgb '#D55E00'
set label "sync_flush  19147" at graph 0.0664, graph 0.8629 left tc rgb '#005280' noenhanced front
set label "batched_flush  1747, 1000 us at most" at graph 0.6221, graph 0.3410 right tc rgb '#A57200' noenhanced front
set arrow from first 6.55459, first 1747.15 to first 7, first 1747.15 nohead dt 3 lw 1.5 lc rgb '#E69F00'
set label "percpu_ptemap  790, for any time" at graph 0.4193, graph 0.1560 right tc rgb '#3D81A7' noenhanced front
set arrow from first 1, first 790 to first 4.58496, first 790 nohead dt 3 lw 1.5 lc rgb '#56B4E9'
set label "vmap  3141" at graph 0.8220, graph 0.4414 left tc rgb '#925778' noenhanced front boxed
set arrow from first 8, first 3141.066 to first 9, first 3141.066 nohead dt 3 lw 1.5 lc rgb '#CC79A7'
$s1 << EOD
8 757
EOD
$d1 << EOD
9 757
EOD
$s2 << EOD
8 1483
EOD
$d2 << EOD
9 1483
EOD
$s3 << EOD
0 19147
EOD
$d3 << EOD
0 19147
EOD
$s4 << EOD
6.55459 1747.15
EOD
$d4 << EOD
7 1747.15
EOD
$s5 << EOD
1 790
EOD
$d5 << EOD
4.58496 790
EOD
$s6 << EOD
8 3141.066
EOD
$d6 << EOD
9 3141.066
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
