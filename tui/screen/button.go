package screen

import "cardwallet/tui/ui"

// ButtonLines show below a question the key that confirms with what it does, and what esc does instead. forGood is what cannot be taken
// back.
func (e *Env) ButtonLines(does, leave string, forGood bool, width int) []string {
	s, style := e.Styles, e.Styles.Button
	if forGood {
		style = s.Danger
	}
	yes := " " + style.Render(" "+e.Keys.Confirm.Help().Key+"  "+does+" ")
	esc := s.Accent.Render(e.Keys.Back.Help().Key) + " " + s.Muted.Render(leave)
	const none = "no other key confirms"
	if line := yes + "   " + esc; ui.Width(line) < width {
		return []string{line, " " + s.Muted.Render(none)}
	}
	return []string{yes, " " + esc + s.Muted.Render(" · "+none)}
}
