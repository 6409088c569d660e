package holder

import (
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/tui/order"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// pace is how long to wait before a holder is asked about again.
const pace = 5 * time.Second

// longestValue is how many characters fit into a field.
const longestValue = 120

// field is one question of the form with what is typed.
type field struct {
	holder.Question
	text   textinput.Model
	hidden ui.SecretField // in the place of text where it must not be seen
}

// newFields are the fields of a form. What was typed before stays where the same is asked.
func newFields(form holder.Form, before []field) []field {
	fields := make([]field, 0, len(form.Questions))
	for _, q := range form.Questions {
		f := field{Question: q, text: ui.NewField("", longestValue)}
		if at := slices.IndexFunc(before, func(old field) bool { return old.Field == q.Field }); at >= 0 {
			f.text.SetValue(before[at].text.Value())
		}
		fields = append(fields, f)
	}
	return fields
}

// person is what is typed. The caller wipes it.
func (c *Create) person() holder.Person {
	told := holder.Person{TypeID: c.model.ID, Model: c.form.Model}
	for i := range c.fields {
		f := &c.fields[i]
		if f.Field.Hidden() {
			told.Set(f.Field, string(f.hidden.Bytes()))
		} else {
			told.Set(f.Field, f.text.Value())
		}
	}
	return told
}

func (c *Create) onFieldKey(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	switch {
	case ui.Matches(msg, k.Back): // a field gets every key, so the root does not see this one
		if !c.Escape() {
			return ui.Back
		}
		return nil
	case key.Matches(msg, k.NextField):
		return c.focus(c.at + 1)
	case key.Matches(msg, k.PreviousField):
		return c.focus(c.at - 1)
	case ui.Matches(msg, k.Continue):
		return c.next()
	}
	return c.edit(msg)
}

func (c *Create) edit(msg tea.Msg) tea.Cmd {
	c.wrong = false
	if c.onReference() {
		return c.ref.Edit(msg)
	}
	f := &c.fields[c.at]
	if f.Field.Hidden() {
		f.hidden.Update(msg, c.env.Keys)
		return nil
	}
	if pasted, ok := msg.(tea.PasteMsg); ok {
		pasted.Content = strings.TrimSpace(pasted.Content)
		msg = pasted
	}
	return ui.Edit(&f.text, msg)
}

// onReference reports whether the reference is being typed, which stands below the fields.
func (c *Create) onReference() bool { return c.at == len(c.fields) }

// focus moves to a field or the reference, around the ends.
func (c *Create) focus(at int) tea.Cmd {
	if c.onReference() {
		c.ref.Blur()
	} else {
		c.fields[c.at].text.Blur()
	}
	c.at, c.wrong = (at+len(c.fields)+1)%(len(c.fields)+1), false
	switch {
	case c.onReference():
		return c.ref.Focus()
	case c.fields[c.at].Field.Hidden():
		return nil
	}
	return c.fields[c.at].text.Focus()
}

// next goes to the next field that is not as it should be, or on to the summary. On a field that is wrong it stays, and says so.
func (c *Create) next() tea.Cmd {
	told := c.person()
	for step := range len(c.fields) + 1 {
		at := (c.at + step) % (len(c.fields) + 1)
		if at == len(c.fields) || c.fields[at].Problem(told) == "" {
			continue
		}
		told.Wipe()
		cmd := c.focus(at)
		c.wrong = step == 0
		return cmd
	}
	c.stage = confirm
	in := client.Intent{Reference: c.ref.Text(), Change: client.Change{Holder: told}}
	c.order = order.NewHolder(c.env, c.account, in, c.told(told), func() tea.Cmd {
		c.reopen()
		return nil
	})
	for i := range c.fields {
		c.fields[i].hidden.Wipe() // the order has it now
	}
	return c.order.Init()
}

// told are the lines of the summary: who, for what, and each field as it will be sent.
func (c *Create) told(of holder.Person) []ui.Labelled {
	facts := []ui.Labelled{{Label: "holder", Value: ui.Safe(of.Name()), Style: &c.env.Styles.Strong},
		{Label: "account", Value: c.accountWords()}, {Label: "for", Value: screen.TypeName(c.model)},
		reference.Fact(c.ref.Text())}
	for _, f := range c.fields {
		if f.Field != holder.FirstName && f.Field != holder.LastName {
			facts = append(facts, ui.Labelled{Label: f.Field.Label(), Value: ui.Safe(of.Shown(f.Field))})
		}
	}
	return facts
}
