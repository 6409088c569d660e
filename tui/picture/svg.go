package picture

import (
	"fmt"
	"html"
	"image/color"
	"slices"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The size of a cell and of the text in it, in the units of the drawing.
const (
	cellWidth  = 9.0 // whole, so that grounds beside each other meet
	cellHeight = 19.0
	fontSize   = 15.0
	baseline   = 14.4 // from the top of the cell
	margin     = 12.0
)

// Ground is what a terminal draws in where nothing else is said: the colours of text and background.
type Ground struct{ Text, Back string }

// The grounds that most terminals start with.
var (
	OnDark  = Ground{Text: "#d4d4d4", Back: "#1e1e1e"}
	OnLight = Ground{Text: "#1f2328", Back: "#ffffff"}
)

// SVG draws the screen. The same screen gives the same bytes. Lines and blocks are drawn as shapes, since they have to meet whatever the
// font; the rest is text, stretched to its cells.
func (s Screen) SVG(on Ground) string {
	columns := 0
	if len(s) > 0 {
		columns = len(s[0])
	}
	width, height := number(2*margin+float64(columns)*cellWidth), number(2*margin+float64(len(s))*cellHeight)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", width, height, on.Back)
	fmt.Fprintf(&b, `<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="%s" xml:space="preserve">`+"\n",
		number(fontSize))
	for y, row := range s {
		for _, r := range runs(row) {
			drawRun(&b, row, r, margin+float64(y)*cellHeight, on)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func drawRun(b *strings.Builder, row []uv.Cell, r run, top float64, on Ground) {
	front, back := on.Text, ""
	if r.style.Fg != nil {
		front = hex(r.style.Fg)
	}
	if r.style.Bg != nil {
		back = hex(r.style.Bg)
	}
	if r.style.Attrs&uv.AttrReverse != 0 {
		if back == "" {
			back = on.Back
		}
		front, back = back, front
	}
	if back != "" {
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", number(left(r.from)), number(top),
			number(float64(r.to-r.from)*cellWidth), number(cellHeight), back)
	}
	var shapes strings.Builder
	for at := r.from; at < r.to; {
		end := at + 1
		switch drawn := shape(text(row[at]), left(at), top); {
		case drawn != "":
			shapes.WriteString(drawn)
		case text(row[at]) != " ":
			for end < r.to && shape(text(row[end]), 0, 0) == "" {
				end++
			}
			drawText(b, row[at:end], left(at), top, front, r.style)
		}
		at = end
	}
	if shapes.Len() > 0 {
		fmt.Fprintf(b, `<path d="%s" fill="%s"/>`+"\n", strings.TrimSuffix(shapes.String(), " "), front)
	}
}

// drawText draws characters that stand side by side.
func drawText(b *strings.Builder, cells []uv.Cell, x, top float64, front string, style uv.Style) {
	n := len(cells)
	for n > 0 && text(cells[n-1]) == " " && cells[n-1].Width > 0 {
		n--
	}
	var words strings.Builder
	for _, cell := range cells[:n] {
		if cell.Width > 0 || cell.Content != "" {
			words.WriteString(text(cell))
		}
	}
	extra := ""
	if style.Attrs&uv.AttrBold != 0 {
		extra += ` font-weight="bold"`
	}
	if style.Attrs&uv.AttrStrikethrough != 0 {
		extra += ` text-decoration="line-through"`
	} else if style.Underline != 0 {
		extra += ` text-decoration="underline"`
	}
	fmt.Fprintf(b, `<text x="%s" y="%s" textLength="%s" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n", number(x),
		number(top+baseline), number(float64(n)*cellWidth), front, extra, html.EscapeString(words.String()))
}

func left(column int) float64 { return margin + float64(column)*cellWidth }

// number writes at most two places, so that the same picture has the same bytes everywhere.
func number(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}

// low are the 16 colours that a terminal's theme paints, as VS Code has them.
var low = strings.Fields("#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5 " +
	"#666666 #f14c4c #23d18b #f5f543 #3b8eea #d670d6 #29b8db #e5e5e5")

func hex(c color.Color) string {
	index := -1
	switch c := c.(type) {
	case ansi.BasicColor:
		index = int(c)
	case ansi.IndexedColor:
		index = int(c)
	}
	if index >= 0 && index < len(low) {
		return low[index]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// box is a rectangle in a cell, in parts of it: from left, top to right, bottom.
type box struct{ left, top, right, bottom float64 }

const (
	thin  = 1.2 // of lines, in units of the drawing
	heavy = 2.6
)

// blocks are the characters that fill parts of a cell.
var blocks = map[string][]box{
	"█": {{0, 0, 1, 1}}, "▀": {{0, 0, 1, .5}}, "▌": {{0, 0, .5, 1}}, "▐": {{.5, 0, 1, 1}},
	"▁": {{0, .875, 1, 1}}, "▂": {{0, .75, 1, 1}}, "▃": {{0, .625, 1, 1}}, "▄": {{0, .5, 1, 1}},
	"▅": {{0, .375, 1, 1}}, "▆": {{0, .25, 1, 1}}, "▇": {{0, .125, 1, 1}},
	"▖": {{0, .5, .5, 1}}, "▗": {{.5, .5, 1, 1}}, "▘": {{0, 0, .5, .5}}, "▝": {{.5, 0, 1, .5}},
}

// lines are the characters of lines: which of the four arms they have, from the middle to the left, right, top and bottom, and whether
// these are heavy.
var lines = map[string]struct {
	arms  string
	thick float64
}{
	"─": {"lr", thin}, "│": {"tb", thin},
	"┌": {"rb", thin}, "┐": {"lb", thin}, "└": {"rt", thin}, "┘": {"lt", thin}, "├": {"rtb", thin}, "┤": {"ltb", thin},
	"┬": {"lrb", thin}, "┴": {"lrt", thin}, "┼": {"lrtb", thin}, "━": {"lr", heavy}, "╸": {"l", heavy},
	"╺": {"r", heavy}, "┃": {"tb", heavy}, "┏": {"rb", heavy}, "┓": {"lb", heavy},
	"┗": {"rt", heavy}, "┛": {"lt", heavy}, "┳": {"lrb", heavy}, "┻": {"lrt", heavy},
	"┣": {"rtb", heavy}, "┫": {"ltb", heavy}, "╋": {"lrtb", heavy},
}

// corners are the round ones: which way their arms go, to the right and down where positive.
var corners = map[string][2]float64{"╭": {1, 1}, "╮": {-1, 1}, "╰": {1, -1}, "╯": {-1, -1}}

// corner is the path of a round corner in the cell.
func corner(toX, toY, x, y float64) string {
	const radius, half = cellWidth / 2, thin / 2
	middleX, middleY := x+cellWidth/2, y+cellHeight/2
	sweep, back := 1, 0
	if toX != toY {
		sweep, back = 0, 1
	}
	end := y
	if toY > 0 {
		end = y + cellHeight
	}
	return fmt.Sprintf("M%s %sV%sA%s %s 0 0 %d %s %sV%sA%s %s 0 0 %d %s %sV%sZ ",
		number(middleX-toX*half), number(end), number(middleY+toY*radius),
		number(radius+half), number(radius+half), sweep, number(middleX+toX*radius), number(middleY-toY*half),
		number(middleY+toY*half),
		number(radius-half), number(radius-half), back, number(middleX+toX*half), number(middleY+toY*radius), number(end))
}

// shape is the path of a character of lines or blocks, empty for any other.
func shape(character string, x, y float64) string {
	var path strings.Builder
	rectangle := func(x0, y0, x1, y1 float64) {
		fmt.Fprintf(&path, "M%s %sH%sV%sH%sZ ", number(x0), number(y0), number(x1), number(y1), number(x0))
	}
	for _, part := range blocks[character] {
		rectangle(x+part.left*cellWidth, y+part.top*cellHeight, x+part.right*cellWidth, y+part.bottom*cellHeight)
	}
	if to, round := corners[character]; round {
		return corner(to[0], to[1], x, y)
	}
	line, ok := lines[character]
	if !ok {
		return path.String()
	}
	middleX, middleY, half := x+cellWidth/2, y+cellHeight/2, line.thick/2
	for _, arm := range slices.Sorted(slices.Values([]rune(line.arms))) {
		switch arm {
		case 'l':
			rectangle(x, middleY-half, middleX+half, middleY+half)
		case 'r':
			rectangle(middleX-half, middleY-half, x+cellWidth, middleY+half)
		case 't':
			rectangle(middleX-half, y, middleX+half, middleY+half)
		case 'b':
			rectangle(middleX-half, middleY-half, middleX+half, y+cellHeight)
		}
	}
	return path.String()
}
