// Package pin takes the new PIN of a card.
package pin

import (
	"crypto/subtle"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Entry takes a new PIN: it is typed once while its rules are checked, and once more. Its fields are memory of its own.
type Entry struct {
	First, Again ui.SecretField

	env       *screen.Env
	repeating bool
	problem   string // with what was typed
}

// New returns an entry with nothing typed.
func New(env *screen.Env) Entry {
	pin := ui.SecretField{Most: crypto.PINLength, Takes: ui.Digit}
	return Entry{env: env, First: pin, Again: pin}
}

// Typed is a copy of what was typed; empty where that is nothing.
func Typed(f *ui.SecretField) crypto.Secret {
	if f.Empty() {
		return crypto.Secret{}
	}
	return crypto.NewSecret(slices.Clone(f.Bytes()))
}

func (p *Entry) broken() []crypto.PINRule {
	pin := Typed(&p.First)
	defer pin.Wipe()
	return crypto.CheckPIN(pin)
}

// Update takes what is typed. It reports whether both are there and the same.
func (p *Entry) Update(msg tea.Msg) (done bool) {
	field := &p.First
	if p.repeating {
		field = &p.Again
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
func (p *Entry) enter() (done bool) {
	switch {
	case !p.repeating && slices.Equal(p.broken(), []crypto.PINRule{crypto.PINDigits}): // nothing is marked yet
		p.problem = "type all 6 digits first"
	case !p.repeating && len(p.broken()) > 0:
		p.problem = "this PIN cannot be used: see what is marked"
	case !p.repeating:
		p.repeating = true
	case p.Complete():
		return true
	case len(p.Again.Bytes()) < crypto.PINLength:
		p.problem = "type all 6 digits once more"
	default:
		p.Hide()
		p.problem = "the two were not the same: type a new PIN again, twice"
	}
	return false
}

// Complete reports whether both are there, good, and the same.
func (p *Entry) Complete() bool {
	return p.repeating && len(p.broken()) == 0 && subtle.ConstantTimeCompare(p.First.Bytes(), p.Again.Bytes()) == 1
}

// Back goes from the second time to the first. It reports whether there was such a step.
func (p *Entry) Back() bool {
	if !p.repeating {
		return false
	}
	p.Again.Wipe()
	p.repeating, p.problem = false, ""
	return true
}

// Hide wipes what was typed. It reports whether there was anything.
func (p *Entry) Hide() bool {
	first, again := p.First.Wipe(), p.Again.Wipe()
	p.repeating, p.problem = false, ""
	return first || again
}

// Lines draw it.
func (p *Entry) Lines(width int) []string {
	s := p.env.Styles
	lines := []string{ui.SecretLine(s, "new PIN", &p.First, !p.repeating, width)}
	if p.repeating {
		lines = append(lines, ui.SecretLine(s, "once more", &p.Again, true, width))
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
func (p *Entry) ruleLines() []string {
	s, broken := p.env.Styles, p.broken()
	kept, bad, open := "✓", "✗", "·"
	var lines []string
	for _, rule := range crypto.PINRules {
		mark, style := kept, s.OK
		switch isBroken := slices.Contains(broken, rule); {
		case isBroken && (rule != crypto.PINDigits || len(p.First.Bytes()) == crypto.PINLength):
			mark, style = bad, s.Bad
		case isBroken || len(p.First.Bytes()) < crypto.PINLength:
			mark, style = open, s.Muted
		}
		lines = append(lines, "   "+style.Render(mark+" "+string(rule)))
	}
	return lines
}
