package create

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/tui/ui"
)

// part is one thing that a new card needs and a person types.
type part struct {
	label string
	hint  string
	field textinput.Model
	kind  client.CardPart
	wrong string // what to say when it is not valid, before what the issuer says of its form
	set   func(*client.NewCard, string)
}

// partsOf are what a person types for the type. A holder and a shared account are typed where they cannot be chosen from a list.
func partsOf(account client.Account, t client.CardType, choices []*choice) []part {
	var parts []part
	if account.CardNeeds(t, client.PartName) {
		parts = append(parts, part{kind: client.PartName, label: "name", hint: "what to call the card", wrong: "the card needs a name",
			set: func(n *client.NewCard, v string) { n.Name = v }})
	}
	if _, lists := account.Issuer.(client.HolderLister); account.CardNeeds(t, client.PartHolder) && !lists {
		parts = append(parts, holderPart(t))
	}
	for _, c := range choices {
		if c.byHand {
			parts = append(parts, c.typed)
		}
	}
	if account.CardNeeds(t, client.PartNumber) {
		parts = append(parts,
			part{kind: client.PartNumber, label: "card number", hint: "the offline number of the physical card, as printed on it",
				wrong: "a physical card needs its offline number", set: func(n *client.NewCard, v string) { n.CardNumber = v }})
	}
	for i := range parts {
		parts[i].field = ui.NewField("", 64)
		parts[i].field.SetWidth(30)
	}
	return parts
}

func holderPart(t client.CardType) part {
	return part{kind: client.PartHolder, label: "holder id", hint: "of " + holder.Needed + atMostEach(t),
		wrong: "this type needs a holder: type the id",
		set:   func(n *client.NewCard, v string) { n.HolderID = v }}
}

func sharedPart() part {
	return part{kind: client.PartAccount, label: "account id", hint: "of the shared account that the card pays from",
		wrong: "a budget card needs a shared account: type the id",
		set:   func(n *client.NewCard, v string) { n.AccountID = v }}
}

// needsOf names what the type needs of a person.
func needsOf(account client.Account, t client.CardType) string {
	var needs []string
	if account.CardNeeds(t, client.PartHolder) {
		needs = append(needs, "a holder")
	}
	if account.CardNeeds(t, client.PartAccount) {
		needs = append(needs, "a shared account")
	}
	for _, p := range partsOf(account, t, nil) {
		switch p.label {
		case "holder id": // said above
		case "card number":
			needs = append(needs, "its offline number")
		default:
			needs = append(needs, "a "+p.label)
		}
	}
	if len(needs) == 0 {
		return "no holder"
	}
	return strings.Join(needs, ", ")
}

// atMostEach says how many cards of the type a holder can have.
func atMostEach(t client.CardType) string {
	if t.MaxCardsPerHolder == 0 {
		return ""
	}
	return fmt.Sprintf(", at most %d cards each", t.MaxCardsPerHolder)
}

func (c *Create) onPartsKey(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Back):
		if !c.stepBack() {
			return ui.Back
		}
	case !c.takes():
	case key.Matches(msg, k.NextField):
		return c.focus(c.at + 1)
	case key.Matches(msg, k.PreviousField):
		return c.focus(c.at - 1)
	case ui.Matches(msg, k.Continue):
		return c.continueParts()
	default:
		c.wrong = nil
		return ui.Edit(&c.parts[c.at].field, msg)
	}
	return nil
}

func (c *Create) onPaste(msg tea.PasteMsg) tea.Cmd {
	c.wrong = nil
	msg.Content = strings.TrimSpace(msg.Content)
	return ui.Edit(&c.parts[c.at].field, msg)
}

// focus moves to a field, around the ends.
func (c *Create) focus(at int) tea.Cmd {
	c.parts[c.at].field.Blur()
	c.at = (at + len(c.parts)) % len(c.parts)
	return c.parts[c.at].field.Focus()
}

// continueParts goes to the first field that is not as it should be, or on to the amount.
func (c *Create) continueParts() tea.Cmd {
	wanted := c.wanted()
	for i, p := range c.parts {
		value := strings.TrimSpace(p.field.Value())
		if problem, ok := c.account.CheckPart(p.kind, value); !ok {
			if i > c.at && strings.TrimSpace(c.parts[c.at].field.Value()) != "" {
				return c.focus(i) // simply the next one to fill in
			}
			c.wrong = fmt.Errorf("%w: %s", client.ErrTerms, strings.Join(ui.NonEmpty(p.wrong, problem), ", "))
			return c.focus(i)
		}
		p.set(&wanted, value)
	}
	c.sudden = false
	return c.pay(wanted)
}

// wanted is the card as far as it was chosen.
func (c *Create) wanted() client.NewCard {
	wanted := client.NewCard{TypeID: c.model.ID}
	for _, choice := range c.choices {
		if !choice.byHand {
			choice.typed.set(&wanted, choice.chosen.id)
		}
	}
	return wanted
}

// named are the names of what was chosen, by what newCardWords calls it.
func (c *Create) named() map[string]string {
	names := map[string]string{}
	for _, choice := range c.choices {
		if !choice.byHand {
			names[strings.TrimSuffix(choice.typed.label, "id")+choice.chosen.id] = choice.chosen.name
		}
	}
	return names
}

// fillIn goes on to what is typed, or straight to the amount. What was typed before stays where the same is asked.
func (c *Create) fillIn() tea.Cmd {
	before := c.parts
	c.parts = partsOf(c.account, c.model, c.choices)
	for i, p := range c.parts {
		for _, old := range before {
			if old.label == p.label {
				c.parts[i].field.SetValue(old.field.Value())
			}
		}
	}
	c.at, c.wrong = 0, nil
	if len(c.parts) == 0 {
		return c.pay(c.wanted())
	}
	c.stage = createParts
	return c.parts[0].field.Focus()
}
