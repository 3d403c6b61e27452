// Fills the statistics page from its data file.
fetch('/data/complaints-2568.json').then(function (r) { return r.json(); }).then(function (d) {
  var box = document.getElementById('stat');
  box.innerHTML = '';
  var title = document.createElement('p');
  title.textContent = d.title;
  box.appendChild(title);
  var table = document.createElement('table');
  table.className = 'grid';
  [d.head].concat(d.rows).forEach(function (cells, i) {
    var row = table.insertRow();
    cells.forEach(function (text) {
      var cell = document.createElement(i ? 'td' : 'th');
      cell.textContent = text;
      row.appendChild(cell);
    });
  });
  box.appendChild(table);
  var note = document.createElement('p');
  note.textContent = d.note;
  box.appendChild(note);
});
