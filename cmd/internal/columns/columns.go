// Package columns writes rows of text below each other in columns.
package columns

import (
	"io"
	"slices"
	"strings"

	"cardwallet/tui/ui"
)

// Seen is how many rows a long table is looked at for the widths of its columns, before the first of them is written.
const Seen = 1000

// Writer writes rows of cells, which are made safe already. It keeps the first ones until it knows how wide the columns are. From then on
// it writes each as it comes: a wider cell makes its column wider from there on.
type Writer struct {
	out    io.Writer
	right  []int // columns that are right-aligned
	most   int   // rows that are kept; 0 is all
	held   [][]string
	widths []int
}

// New returns a writer to out that keeps the first most rows, or all of them where that is 0. right are the columns, from 0, whose cells
// stand at the right.
func New(out io.Writer, right []int, most int) *Writer {
	return &Writer{out: out, right: right, most: most}
}

// Add adds a row, which the writer keeps.
func (w *Writer) Add(row []string) error {
	for len(w.widths) < len(row) {
		w.widths = append(w.widths, 0)
	}
	for i, cell := range row {
		w.widths[i] = max(w.widths[i], ui.Width(cell))
	}
	w.held = append(w.held, row)
	if w.most == 0 || len(w.held) < w.most {
		return nil
	}
	w.most = 1
	return w.End()
}

// End writes the rows that are kept.
func (w *Writer) End() error {
	if len(w.held) == 0 {
		return nil
	}
	var b strings.Builder
	for _, row := range w.held {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", w.widths[i]-ui.Width(cell))
			if slices.Contains(w.right, i) {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString(cell + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	w.held = w.held[:0]
	_, err := io.WriteString(w.out, b.String())
	return err
}
