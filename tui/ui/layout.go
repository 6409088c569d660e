package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/shopspring/decimal"
)

// Ellipsis marks text that was cut.
const Ellipsis = "…"

// Width is how many cells a text takes. It ignores the escape sequences of our own styles.
func Width(s string) int {
	if cells, ok := ownWidth(s); ok {
		return cells
	}
	return ansi.StringWidth(s)
}

// ownWidth is the width of a text that has nothing but ASCII, symbols of ours and our own styles: most lines of a frame, each of which is
// measured more than once. ok is false for other texts.
func ownWidth(s string) (cells int, ok bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
			cells++
			i++
		case c == '\x1b':
			length := styleLength(s[i:])
			if length == 0 {
				return 0, false
			}
			i += length
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if _, ours := inASCII[r]; !ours {
				return 0, false
			}
			cells++
			i += size
		}
	}
	return cells, true
}

// styleLength is how long the sequence is that begins the text where it changes the style, else 0.
func styleLength(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case (c < '0' || c > '9') && c != ';':
			return 0
		}
	}
	return 0
}

// Cut shortens a text to at most that many cells; an ellipsis says that something is missing.
func Cut(s string, cells int) string {
	switch {
	case cells <= 0:
		return ""
	case Width(s) <= cells:
		return s
	case plain(s):
		return s[:cells-1] + Ellipsis
	}
	return ansi.Truncate(s, cells, Ellipsis)
}

// Fit pads or cuts a text to exactly that many cells.
func Fit(s string, cells int) string {
	if width := Width(s); width <= cells {
		return s + pad(cells-width)
	}
	s = Cut(s, cells)
	return s + pad(cells-Width(s))
}

// Right is Fit with the text at the right.
func Right(s string, cells int) string {
	s = Cut(s, cells)
	return pad(cells-Width(s)) + s
}

// Spread puts one text at each end of a line of exactly that many cells. The left one is cut first.
func Spread(left, right string, cells int) string {
	right = Cut(right, cells)
	return Fit(left, max(0, cells-Width(right)-1)) + pad(min(1, cells-Width(right))) + right
}

// Lines cuts a text to at most that many lines of that many cells each, for a body that must not overflow.
func Lines(s string, width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	lines := strings.Split(s, "\n")
	lines = lines[:min(len(lines), height)]
	for i, line := range lines {
		lines[i] = Cut(line, width)
	}
	return strings.Join(lines, "\n")
}

// Fill is a text of exactly that many lines and cells, for what is drawn over.
func Fill(s string, width, height int) string {
	lines := padded(strings.Split(s, "\n"), height)
	for i, line := range lines {
		lines[i] = Fit(line, width)
	}
	return strings.Join(lines, "\n")
}

func pad(cells int) string { return strings.Repeat(" ", max(0, cells)) }

// Column is what a table column asks for.
type Column struct {
	Min, Max int // cells; it gets at least Min or is left out, as it is where Max is 0
	Rank     int // 0 is never left out; the highest rank goes first
	Title    string
	Right    bool // the title stands above figures
}

// Header is the line of titles above rows.
func Header(s *Styles, columns []Column, widths []int) string {
	titles := make([]string, len(columns))
	for i, c := range columns {
		if titles[i] = Fit(c.Title, widths[i]); c.Right {
			titles[i] = Right(c.Title, widths[i])
		}
	}
	return s.Muted.Render(Row(titles, widths))
}

// columnGap is how many cells are between two columns.
const columnGap = 1

// Columns shares a line of that many cells among columns with a gap between them. The result has one width for each column;
// 0 means left out. Columns of low rank grow first.
func Columns(columns []Column, cells int) []int {
	widths := make([]int, len(columns))
	room := cells + columnGap
	for i, c := range columns {
		if c.Max == 0 {
			continue
		}
		widths[i] = c.Min
		room -= c.Min + columnGap
	}
	for room < 0 {
		worst := -1
		for i, c := range columns {
			if widths[i] > 0 && c.Rank > 0 && (worst < 0 || c.Rank >= columns[worst].Rank) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		room += widths[worst] + columnGap
		widths[worst] = 0
	}
	for room > 0 {
		best := -1
		for i, c := range columns {
			if widths[i] > 0 && widths[i] < c.Max && (best < 0 || c.Rank < columns[best].Rank) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		grow := min(room, columns[best].Max-widths[best])
		widths[best] += grow
		room -= grow
	}
	return widths
}

// Row joins the cells of one table line, each made by Fit or Right, leaving out those without width.
func Row(cells []string, widths []int) string {
	var b strings.Builder
	for i, cell := range cells {
		if widths[i] == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(pad(columnGap))
		}
		b.WriteString(cell)
	}
	return b.String()
}

// Share is part of whole in thousandths, 0 where there is no whole.
func Share(part, whole decimal.Decimal) int {
	if !whole.IsPositive() || !part.IsPositive() {
		return 0
	}
	return max(1, int(part.Mul(decimal.NewFromInt(1000)).DivRound(whole, 0).IntPart()))
}
