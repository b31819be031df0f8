# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # names as they are
# Odd names of folders, for paths.bats and tests/odd-paths.

# odd_names: each ends in a zero byte, as a line can't hold all of them.
odd_names() {
	local long

	printf -v long '%0200d' 0
	{
		cat <<-'END'
			a blank
			two  blanks
			 blank first
			blank last 
			"quoted"
			it's
			$HOME
			$(touch hacked)
			`touch hacked`
			a|b
			a&b
			&&
			a%sb
			#hash
			a#b
			a,b
			a:b
			ümläut
			日本
			-dash
			--force
			~
			~root
			*
			?
			[a-z]
			{a,b}
			a\b
			a\nb
			a;b
			(a)
			<a>
			a=b
			!history
			^caret
			a@b
			a+b
			.hidden
			...
			dot.
			a'"b
			 ü @'"`$x&|;#%, *?[a](b){c}<d>~=+^\
		END
		echo "$long"
	} | tr '\n' '\0'
	printf 'a\tb\0new\nline\0'
}
