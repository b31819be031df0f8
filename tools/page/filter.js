// SPDX-License-Identifier: GPL-2.0
// What is typed is looked for in the rows, word by word, and in the headings of their
// tables. The field is shown by this script only: without it the page is whole.
(function () {
	var field = document.currentScript.previousElementSibling;
	var input = field.querySelector('input'), timer;
	function has(text, words) {
		return words.every(function (word) { return text.includes(word); });
	}
	function apply() {
		var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		field.parentNode.querySelectorAll('details').forEach(function (fold) {
			var any = false;
			fold.querySelectorAll('table').forEach(function (table) {
				var head = table.caption.textContent.toLowerCase(), found = false;
				Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
					var fits = has(head + ' ' + row.textContent.toLowerCase(), words);
					row.classList.toggle('gone', !fits);
					found = found || fits;
				});
				table.parentNode.classList.toggle('gone', !found);
				any = any || found;
			});
			fold.open = words.length > 0 && any;
		});
	}
	input.addEventListener('input', function () {
		clearTimeout(timer);
		timer = setTimeout(apply, 200);
	});
	field.classList.remove('gone');
})();
