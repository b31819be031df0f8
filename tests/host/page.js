// SPDX-License-Identifier: GPL-2.0
// Looks at a report.html as a browser lays it out, and leaves what is wrong with it as the
// only text of the page around it. Runs at its end; `wanted` is { width, dark }.
(function () {
	var wrong = [];

	function check(is, what) {
		if (!is)
			wrong.push(what);
	}

	function numbers(colour) {
		return colour.match(/[\d.]+/g).map(Number);
	}

	function luminance(rgb) {
		var part = rgb.slice(0, 3).map(function (value) {
			value /= 255;
			return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
		});

		return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
	}

	function ground(element) {
		for (; element; element = element.parentElement) {
			var colour = numbers(getComputedStyle(element).backgroundColor);

			if (colour.length < 4 || colour[3])
				return colour;
		}
		return [255, 255, 255];
	}

	function contrast(element) {
		var letters = luminance(numbers(getComputedStyle(element).color));
		var behind = luminance(ground(element));

		return (Math.max(letters, behind) + 0.05) / (Math.min(letters, behind) + 0.05);
	}

	function hasText(element) {
		return Array.prototype.some.call(element.childNodes, function (node) {
			return node.nodeType === 3 && node.data.trim();
		});
	}

	document.querySelectorAll('details').forEach(function (fold) { fold.open = true; });
	check(innerWidth === wanted.width, 'the window is ' + innerWidth + ' wide');
	check(matchMedia('(prefers-color-scheme:dark)').matches === wanted.dark, 'another scheme');
	check(document.documentElement.scrollWidth <= innerWidth,
	      'the page is ' + document.documentElement.scrollWidth + ' wide');
	document.querySelectorAll('main *').forEach(function (element) {
		if (hasText(element) && element.tagName !== 'SCRIPT')
			check(contrast(element) >= 4.5, 'faint: ' + element.textContent.slice(0, 40));
	});
	document.querySelectorAll('img').forEach(function (image) {
		var shown = getComputedStyle(image).display !== 'none';

		check(image.complete && image.naturalWidth > 0, 'not loaded: ' + image.alt);
		check(shown === (image.className === (wanted.dark ? 'dark' : 'light')), 'of the other scheme: ' + image.alt);
		check(image.getBoundingClientRect().right <= innerWidth, 'cut off: ' + image.alt);
	});
	document.querySelectorAll('.panels').forEach(function (panels) {
		var all = panels.querySelectorAll('figure');
		var below = all.length > 1 && all[1].getBoundingClientRect().top >=
			all[0].getBoundingClientRect().bottom;

		if (all.length > 1)
			check(below === (wanted.width < 500), 'panels lie wrong');
	});
	document.querySelectorAll('#strategies-worst-first ~ .wide th:nth-child(2)').forEach(function (head) {
		check(head.textContent === 'to direct' && head.getBoundingClientRect().right <= innerWidth,
		      'no ratio in sight');
	});
	parent.document.body.textContent = 'looked at: ' + (wrong.join('; ') || 'nothing is wrong');
})();
