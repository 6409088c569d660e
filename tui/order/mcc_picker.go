package order

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client/mcc"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// mccPicker chooses merchant categories from the named list of ISO 18245: typing filters by code or name, space chooses.
type mccPicker struct {
	env    *screen.Env
	chosen map[string]bool
	found  []mcc.Code // those chosen before the filter changed come first
	filter textinput.Model
	window ui.Window
}

func newMCCPicker(env *screen.Env, codes []string) *mccPicker {
	p := &mccPicker{env: env, chosen: map[string]bool{}, filter: ui.NewField("/", 40)}
	for _, code := range codes {
		p.chosen[code] = true
	}
	p.search()
	return p
}

// search lists what the filter finds. A code that the list does not name can be chosen by all its digits.
func (p *mccPicker) search() {
	text := strings.TrimSpace(p.filter.Value())
	found := mcc.Search(text)
	if len(found) == 0 && mcc.Valid(text) {
		found = []mcc.Code{{Code: text, Name: mcc.Name(text)}}
	}
	if text == "" {
		for _, code := range p.codes() {
			if !slices.ContainsFunc(found, func(c mcc.Code) bool { return c.Code == code }) {
				found = append(found, mcc.Code{Code: code, Name: mcc.Name(code)})
			}
		}
		slices.SortStableFunc(found, func(a, b mcc.Code) int { return rank(p.chosen[a.Code]) - rank(p.chosen[b.Code]) })
	}
	p.found = found
	p.window = ui.Window{}
	p.window.SetCount(len(found))
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// codes are those chosen, sorted.
func (p *mccPicker) codes() []string {
	var codes []string
	for code, chosen := range p.chosen {
		if chosen {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

func (p *mccPicker) update(msg tea.Msg) (cmd tea.Cmd, done bool) {
	pressed, isKey := msg.(tea.KeyPressMsg)
	k := p.env.Keys
	switch {
	case isKey && ui.Matches(pressed, k.Continue):
		return nil, true
	case isKey && key.Matches(pressed, k.Toggle):
		if len(p.found) > 0 {
			code := p.found[p.window.Cursor].Code
			p.chosen[code] = !p.chosen[code]
		}
	case isKey && pressed.Text == "" && p.window.Update(pressed, k):
	default:
		before := p.filter.Value()
		if cmd = ui.Edit(&p.filter, msg); p.filter.Value() != before {
			p.search()
		}
	}
	return cmd, false
}

// clear empties the filter. It reports whether there was one.
func (p *mccPicker) clear() bool {
	filtered := p.filter.Value() != ""
	p.filter.Reset()
	p.search()
	return filtered
}

func (p *mccPicker) keys() []key.Binding {
	k := p.env.Keys
	return []key.Binding{ui.Named(k.Toggle, "choose or not"), ui.Named(k.Continue, "done"), k.Back}
}

func (p *mccPicker) lines(width, height int) []string {
	s := p.env.Styles
	p.filter.SetWidth(max(1, width-6))
	lines := []string{"  " + ui.FieldView(&p.filter)}
	if len(p.found) == 0 {
		return append(lines, "  "+s.Muted.Render("no category has this code or name; esc clears the filter"))
	}
	from, to := p.window.Visible(max(1, height-2))
	for i := from; i < to; i++ {
		c := p.found[i]
		box := "[ ] "
		if p.chosen[c.Code] {
			box = "[x] "
		}
		text := ui.Fit(box+ui.Safe(c.Code)+" "+c.Name, max(0, width-4))
		if i == p.window.Cursor {
			lines = append(lines, "  "+s.Selection.Render("> "+text))
		} else {
			lines = append(lines, "    "+text)
		}
	}
	return append(lines, "  "+s.Muted.Render(fmt.Sprintf("%d chosen, %d listed; type a code or a name", len(p.codes()), len(p.found))))
}
