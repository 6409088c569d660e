package order

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// NewCancel returns the screen that ends a card for good.
func NewCancel(env *screen.Env, card client.Card) *Change {
	return newChange(env, card, client.MoveCancel, &cancelForm{env: env})
}

// cancelForm has the person type which card it is: a cancellation cannot be taken back.
type cancelForm struct {
	env   *screen.Env
	terms client.ChangeTerms
	card  client.Card
	typed textinput.Model
	other bool // what was typed is not this card
}

func (f *cancelForm) early() bool { return false }

func (f *cancelForm) begin(terms client.ChangeTerms, card client.Card) tea.Cmd {
	f.terms, f.card, f.other, f.typed = terms, card, false, ui.NewField("", 64)
	f.typed.SetWidth(30)
	return f.typed.Focus()
}

func (f *cancelForm) update(msg tea.Msg) (tea.Cmd, bool) {
	if pressed, ok := msg.(tea.KeyPressMsg); ok && ui.Matches(pressed, f.env.Keys.Continue) {
		f.other = !plan.NamesCard(f.card, f.typed.Value())
		return nil, !f.other
	}
	before := f.typed.Value()
	cmd := ui.Edit(&f.typed, msg)
	if f.typed.Value() != before {
		f.other = false
	}
	return cmd, false
}

func (f *cancelForm) back() bool { return false }

func (f *cancelForm) captures() bool { return true }

func (f *cancelForm) complete() bool { return true }

func (f *cancelForm) hide() bool { return false }

func (f *cancelForm) change() client.Change { return client.Change{} }

func (f *cancelForm) keys() []key.Binding {
	return []key.Binding{f.env.Keys.Continue, f.env.Keys.Back}
}

// balance says what becomes of what is on the card.
func (f *cancelForm) balance() ui.Labelled {
	words := ui.Safe(f.terms.Balance)
	switch balance := f.card.Balance; {
	case balance.Known() && balance.Amount.IsZero():
		words = "none on the card"
	case words == "":
		words = "what becomes of it is not known"
	}
	return ui.Labelled{Label: "money", Value: words}
}

func (f *cancelForm) lines(width, _ int) ([]string, string) {
	s := f.env.Styles
	want, what := plan.NameToType(f.card)
	status := screen.StatusStyle(s, f.card.Status)
	lines := ui.Facts(s, width, ui.Labelled{Label: "status", Value: screen.StatusWords(f.card), Style: &status},
		ui.Labelled{Label: "on the card", Value: screen.MoneyWords(f.card.Balance)}, f.balance())
	lines = append(append(lines, ""), ui.Paragraph(s.Warn, "canceling is for good: the card can never be used again", width)...)
	lines = append(lines, ui.Paragraph(s.Text, "type "+ui.Safe(want)+" ("+what+") or the whole id:", width)...)
	lines = append(lines, " > "+ui.FieldView(&f.typed))
	if f.other {
		lines = append(lines, " "+s.Bad.Render("that is not this card"))
	}
	return lines, ""
}

func (f *cancelForm) summary() []ui.Labelled {
	return []ui.Labelled{f.balance(),
		{Label: "status", Value: screen.StatusWords(f.card) + screen.Arrow + "canceled, for good", Style: &f.env.Styles.Bad}}
}
