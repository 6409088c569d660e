package screen

import (
	"fmt"
	"regexp"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// part is one thing that a new card needs and a person types.
type part struct {
	label string
	hint  string
	field textinput.Model
	valid *regexp.Regexp
	wrong string // what to say when it is not valid
	set   func(*client.NewCard, string)
}

var (
	anyText = regexp.MustCompile(`\S`)
	// FinHub's holder and account ids are whole numbers of up to 19 digits (FinHub cards page: Long).
	longID = regexp.MustCompile(`^[0-9]{1,19}$`)
)

// partsOf are what the type needs. FinHub gives cards no name (FinHub cards page); the others ask for one.
func partsOf(account client.Account, t client.CardType) []part {
	var parts []part
	add := func(p part) {
		p.field = ui.NewField("", 64)
		p.field.SetWidth(30)
		parts = append(parts, p)
	}
	if account.Kind != "finhub" {
		add(part{label: "name", hint: "what to call the card", valid: anyText, wrong: "the card needs a name",
			set: func(n *client.NewCard, v string) { n.Name = v }})
	}
	if t.NeedsHolder {
		add(part{label: "holder id", hint: holderHint(t), valid: longID, wrong: "this type needs a holder: type the id, digits only",
			set: func(n *client.NewCard, v string) { n.HolderID = v }})
	}
	if strings.EqualFold(t.Mode, "BUDGET_CARD") {
		add(part{label: "account id", hint: "of the shared account that the card pays from", valid: longID,
			wrong: "a budget card needs a shared account: type the id, digits only",
			set:   func(n *client.NewCard, v string) { n.AccountID = v }})
	}
	if strings.EqualFold(t.Type, "Physical") {
		add(part{label: "card number", hint: "the offline number of the physical card, which is not its PAN", valid: anyText,
			wrong: "a physical card needs its offline number", set: func(n *client.NewCard, v string) { n.CardNumber = v }})
	}
	return parts
}

func holderHint(t client.CardType) string {
	hint := "of a holder that passed the issuer's review"
	if t.MaxCardsPerHolder > 0 {
		hint += fmt.Sprintf(", at most %d cards each", t.MaxCardsPerHolder)
	}
	return hint
}

func (c *Create) pressParts(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Back):
		if !c.stepBack() {
			return ui.Back
		}
	case key.Matches(msg, k.NextField):
		return c.focus(c.at + 1)
	case key.Matches(msg, k.PreviousField):
		return c.focus(c.at - 1)
	case ui.Matches(msg, k.Continue):
		return c.continueParts()
	default:
		var cmd tea.Cmd
		c.wrong = nil
		c.parts[c.at].field, cmd = ui.Edit(c.parts[c.at].field, msg)
		return cmd
	}
	return nil
}

func (c *Create) paste(msg tea.PasteMsg) tea.Cmd {
	var cmd tea.Cmd
	c.wrong = nil
	msg.Content = strings.TrimSpace(msg.Content)
	c.parts[c.at].field, cmd = ui.Edit(c.parts[c.at].field, msg)
	return cmd
}

// focus moves to a field, around the ends.
func (c *Create) focus(at int) tea.Cmd {
	c.parts[c.at].field.Blur()
	c.at = (at + len(c.parts)) % len(c.parts)
	return c.parts[c.at].field.Focus()
}

// continueParts goes to the first field that is not as it should be, or on to the amount.
func (c *Create) continueParts() tea.Cmd {
	wanted := client.NewCard{TypeID: c.model.ID}
	for i, p := range c.parts {
		value := strings.TrimSpace(p.field.Value())
		if !p.valid.MatchString(value) {
			if i > c.at && strings.TrimSpace(c.parts[c.at].field.Value()) != "" {
				return c.focus(i) // simply the next one to fill in
			}
			c.wrong = fmt.Errorf("%w: %s", client.ErrTerms, p.wrong)
			return c.focus(i)
		}
		p.set(&wanted, value)
	}
	return c.pay(wanted)
}
