// Package picture writes down what a terminal shows: as a text that people and diffs can read, and as a drawing.
package picture

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Screen is what a terminal shows, row by row. A wide character has a cell of its own and one of width 0 behind it.
type Screen [][]uv.Cell

// Text is the screen in two parts: the characters, without trailing blanks, and below them the styles of each row, as columns and what they
// wear: "3  2-13 147 bold, 20-25 16 on 147". Columns and rows count from 1.
func (s Screen) Text() string {
	var b strings.Builder
	columns := 0
	if len(s) > 0 {
		columns = len(s[0])
	}
	fmt.Fprintf(&b, "%dx%d\n\n", columns, len(s))
	for _, row := range s {
		b.WriteString(characters(row))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	for i, row := range s {
		b.WriteString(strings.TrimRight(fmt.Sprintf("%2d  %s", i+1, styles(row)), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

func characters(row []uv.Cell) string {
	var b strings.Builder
	for _, cell := range row {
		if cell.Width > 0 || cell.Content != "" {
			b.WriteString(text(cell))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// text is what is in the cell; one that was never written to is a blank.
func text(cell uv.Cell) string {
	if cell.Content == "" {
		return " "
	}
	return cell.Content
}

func styles(row []uv.Cell) string {
	var parts []string
	for _, r := range runs(row) {
		if words := words(r.style); words != "" {
			parts = append(parts, fmt.Sprintf("%d-%d %s", r.from+1, r.to, words))
		}
	}
	return strings.Join(parts, ", ")
}

// run is cells beside each other that look alike, from the first to before the last.
type run struct {
	from, to int
	style    uv.Style
}

func runs(row []uv.Cell) []run {
	var all []run
	for i, cell := range row {
		n, style := len(all), visible(cell)
		switch {
		case n > 0 && cell.Width == 0 && cell.Content == "": // the second half of a wide one
			all[n-1].to = i + 1
		case n > 0 && all[n-1].style.Equal(&style):
			all[n-1].to = i + 1
		default:
			all = append(all, run{i, i + 1, style})
		}
	}
	return all
}

// visible is what can be seen of the style of a cell: a blank has no text that could have a colour. Which colour it has all the same
// depends on how it was cleared.
func visible(cell uv.Cell) uv.Style {
	style := cell.Style
	const lines = uv.AttrReverse | uv.AttrStrikethrough
	if text(cell) == " " && style.Attrs&lines == 0 && style.Underline == 0 {
		return uv.Style{Bg: style.Bg}
	}
	return style
}

// Ink is the share of the cells that have something in them, from 0 to 1: a character that is no blank, or a ground of their own.
func (s Screen) Ink() float64 {
	inked, cells := 0, 0
	for _, row := range s {
		for _, cell := range row {
			cells++
			if style := visible(cell); text(cell) != " " || !style.IsZero() {
				inked++
			}
		}
	}
	return float64(inked) / float64(max(1, cells))
}

// words names a style; a plain one has none.
func words(s uv.Style) string {
	var parts []string
	if s.Fg != nil {
		parts = append(parts, colour(s.Fg))
	}
	if s.Bg != nil {
		parts = append(parts, "on "+colour(s.Bg))
	}
	for _, attribute := range []struct {
		bit  uint8
		name string
	}{{uv.AttrBold, "bold"}, {uv.AttrFaint, "faint"}, {uv.AttrItalic, "italic"}, {uv.AttrReverse, "reverse"},
		{uv.AttrStrikethrough, "struck"}, {uv.AttrBlink, "blink"}} {
		if s.Attrs&attribute.bit != 0 {
			parts = append(parts, attribute.name)
		}
	}
	if s.Underline != 0 {
		parts = append(parts, "underlined")
	}
	return strings.Join(parts, " ")
}

// colour is the index of a colour of the terminal, or its parts.
func colour(c color.Color) string {
	switch c := c.(type) {
	case ansi.BasicColor:
		return fmt.Sprint(uint8(c))
	case ansi.IndexedColor:
		return fmt.Sprint(uint8(c))
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Diff tells the lines in which two texts differ, at most 20 of them; empty where they are equal.
func Diff(want, got string) string {
	if want == got {
		return ""
	}
	wanted, have := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	told := 0
	for i := range max(len(wanted), len(have)) {
		w, h := line(wanted, i), line(have, i)
		if w == h {
			continue
		}
		if told++; told > 20 {
			b.WriteString("…\n")
			break
		}
		fmt.Fprintf(&b, "%3d - %s\n    + %s\n", i+1, w, h)
	}
	return b.String()
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
