package order

import (
	"crypto/subtle"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// NewPIN returns the screen that gives a physical card another PIN.
func NewPIN(env *screen.Env, card client.Card) *Change {
	return newChange(env, card, client.MovePIN, &pinForm{newPINEntry(env)})
}

// pinForm has a PIN typed twice.
type pinForm struct{ pinEntry }

func (f *pinForm) update(msg tea.Msg) (tea.Cmd, bool) { return nil, f.pinEntry.update(msg) }

func (f *pinForm) early() bool { return true }

func (f *pinForm) begin(client.ChangeTerms, client.Card) tea.Cmd { return nil }

func (f *pinForm) captures() bool { return true }

func (f *pinForm) keys() []key.Binding {
	clear := f.env.Keys.Erase
	clear.SetHelp("ctrl+u", clear.Help().Desc)
	return []key.Binding{f.env.Keys.Continue, clear, f.env.Keys.Back}
}

func (f *pinForm) change() client.Change { return client.Change{PIN: secretOf(&f.first)} }

func (f *pinForm) summary() []ui.Labelled {
	return []ui.Labelled{{Label: "new PIN", Value: "6 digits, as typed twice; it is never shown or kept"}}
}

func (f *pinForm) lines(width, height int) ([]string, string) { return f.pinEntry.lines(width), "" }

// pinEntry takes a new PIN: it is typed once while its rules are checked, and once more.
type pinEntry struct {
	env          *screen.Env
	first, again ui.SecretField
	repeating    bool
	problem      string // with what was typed
}

func newPINEntry(env *screen.Env) pinEntry {
	pin := ui.SecretField{Most: crypto.PINLength, Takes: ui.Digit}
	return pinEntry{env: env, first: pin, again: pin}
}

// secretOf is a copy of what was typed; empty where that is nothing.
func secretOf(f *ui.SecretField) crypto.Secret {
	if f.Empty() {
		return crypto.Secret{}
	}
	return crypto.NewSecret(slices.Clone(f.Bytes()))
}

func (p *pinEntry) broken() []crypto.PINRule {
	pin := secretOf(&p.first)
	defer pin.Wipe()
	return crypto.CheckPIN(pin)
}

// update takes what is typed. It reports whether both are there and the same.
func (p *pinEntry) update(msg tea.Msg) (done bool) {
	field := &p.first
	if p.repeating {
		field = &p.again
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if p.problem = ""; ui.Matches(msg, p.env.Keys.Continue) {
			return p.enter()
		}
		field.Update(msg, p.env.Keys)
	case tea.PasteMsg:
		if p.problem = ""; field.Update(msg, p.env.Keys) {
			p.problem = "what was pasted is not 6 digits: nothing of it was taken"
		}
	}
	return false
}

// enter goes on to the second time, or reports that both are there and the same.
func (p *pinEntry) enter() (done bool) {
	switch {
	case !p.repeating && slices.Equal(p.broken(), []crypto.PINRule{crypto.PINDigits}): // nothing is marked yet
		p.problem = "type all 6 digits first"
	case !p.repeating && len(p.broken()) > 0:
		p.problem = "this PIN cannot be used: see what is marked"
	case !p.repeating:
		p.repeating = true
	case p.complete():
		return true
	case len(p.again.Bytes()) < crypto.PINLength:
		p.problem = "type all 6 digits once more"
	default:
		p.hide()
		p.problem = "the two were not the same: type a new PIN again, twice"
	}
	return false
}

// complete reports whether both are there, good, and the same.
func (p *pinEntry) complete() bool {
	return p.repeating && len(p.broken()) == 0 && subtle.ConstantTimeCompare(p.first.Bytes(), p.again.Bytes()) == 1
}

func (p *pinEntry) back() bool {
	if !p.repeating {
		return false
	}
	p.again.Wipe()
	p.repeating, p.problem = false, ""
	return true
}

func (p *pinEntry) hide() bool {
	first, again := p.first.Wipe(), p.again.Wipe()
	p.repeating, p.problem = false, ""
	return first || again
}

func (p *pinEntry) lines(width int) []string {
	s := p.env.Styles
	lines := []string{ui.SecretLine(s, "new PIN", &p.first, !p.repeating, width)}
	if p.repeating {
		lines = append(lines, ui.SecretLine(s, "once more", &p.again, true, width))
	} else {
		lines = append(lines, p.ruleLines()...)
	}
	if p.problem != "" {
		return append(lines, ui.Paragraph(s.Bad, p.problem, width)...)
	}
	words := "it is never shown or kept; enter goes on"
	if p.repeating {
		words = "type it once more; enter goes on, esc goes back"
	}
	return append(lines, ui.Paragraph(s.Muted, words, width)...)
}

// ruleLines say of each rule whether the PIN breaks it: a dot while that cannot be said yet.
func (p *pinEntry) ruleLines() []string {
	s, broken := p.env.Styles, p.broken()
	kept, bad, open := "✓", "✗", "·"
	var lines []string
	for _, rule := range crypto.PINRules {
		mark, style := kept, s.OK
		switch isBroken := slices.Contains(broken, rule); {
		case isBroken && (rule != crypto.PINDigits || len(p.first.Bytes()) == crypto.PINLength):
			mark, style = bad, s.Bad
		case isBroken || len(p.first.Bytes()) < crypto.PINLength:
			mark, style = open, s.Muted
		}
		lines = append(lines, "   "+style.Render(mark+" "+string(rule)))
	}
	return lines
}
