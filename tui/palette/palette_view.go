package palette

import (
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// View implements dialog.Dialog. It always has the same height.
func (p *Palette) View(width, height int) string {
	s := p.opts.Styles
	p.field.SetWidth(max(1, width-4))
	lines := []string{" " + ui.FieldView(&p.field), s.Border.Render(strings.Repeat("─", max(0, width)))}
	shown := max(1, min(rows, height-3))
	from, to := p.window.Visible(shown)
	for i := from; i < to; i++ {
		lines = append(lines, p.line(p.found[i], i == p.window.Cursor, width))
	}
	for len(lines) < 2+shown {
		lines = append(lines, "")
	}
	if len(p.found) == 0 {
		lines[2] = " " + s.Muted.Render("nothing has these letters")
	}
	hint := s.Muted.Render("type to search commands, cards, screens and settings")
	if at := p.window.Cursor; at < len(p.found) && p.found[at].action.Reason != "" {
		hint = s.Muted.Render(ui.Cut(p.found[at].action.Reason, width-2))
	}
	if p.hurried {
		hint = s.Warn.Render("! read what is chosen, then press the key once")
	}
	return ui.Lines(strings.Join(append(lines, " "+hint), "\n"), width, height)
}

// line draws an entry: what it does, what there is to know, and its key.
func (p *Palette) line(e entry, selected bool, width int) string {
	const keyCells = 7
	s := p.opts.Styles
	room := max(0, width-keyCells-2)
	words := ui.Cut(e.words, room)
	note := ui.Cut(e.note, max(0, room-ui.Width(words)-2))
	gap := strings.Repeat(" ", max(0, room-ui.Width(words)-ui.Width(note)))
	key := "  " + ui.Fit(e.key, keyCells-1)
	if selected {
		return s.Selection.Render("▌" + words + gap + note + key)
	}
	can := e.action.Reason == ""
	style := lipgloss.NewStyle()
	if !can {
		style = s.Muted
	}
	words = lipgloss.StyleRunes(words, runes(e, words), s.Accent.Underline(true), style)
	return " " + words + gap + s.Muted.Render(note) + s.Accent.Render(key)
}

// runes are which characters of the text were typed: the matches count bytes.
func runes(e entry, text string) []int {
	var at []int
	n := 0
	for i := range text {
		for _, m := range e.matched {
			if m == i {
				at = append(at, n)
			}
		}
		n++
	}
	return at
}
