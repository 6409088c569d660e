package cards

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// open fetches the details and opens one field, or all of them where only is empty, to show or to copy what it opened.
func (c *Card) open(only client.FieldKind, show bool) tea.Cmd {
	if c.Account.Issuer == nil {
		return nil
	}
	c.Hide()
	ctx, end := context.WithCancel(c.Env.Ctx)
	c.end, c.opening, c.openErr = end, true, nil
	issuer, id, audience := c.Account.Issuer, c.Card.ID, c.Env.Audience
	return func() tea.Msg {
		msg := cardOpenedMsg{owner: c, ctx: ctx, only: only, show: show}
		if show { // the root asks before it copies
			if msg.err = audience.Admit(ctx, true); msg.err != nil {
				return msg
			}
		}
		details, err := issuer.Details(ctx, id)
		if err != nil {
			msg.err = err
			return msg
		}
		defer details.Wipe()
		msg.fields, msg.err = openFields(ctx, details, only)
		return msg
	}
}

type cardOpenedMsg struct {
	owner  *Card
	ctx    context.Context  // of the request
	only   client.FieldKind // the one that was asked for; empty for all
	show   bool             // else it is to be copied
	fields []cardField
	err    error
}

// openFields opens one or all of the fields that the issuer sent, side by side. What it opened is wiped when ctx ends. Each field stands
// alone: one that cannot be read hides no other. With an error nothing stays open.
func openFields(ctx context.Context, d client.Details, only client.FieldKind) ([]cardField, error) {
	all := []client.Field{d.Number, d.Expiry, d.CVV}
	if d.ActivateURL.Present() && !d.Number.Present() {
		all = []client.Field{d.ActivateURL}
	}
	all = slices.DeleteFunc(all, func(f client.Field) bool { return !f.Present() })
	fields := make([]cardField, len(all))
	for i, f := range all {
		fields[i].kind = f.Kind()
		if only == "" || only == f.Kind() {
			if err := f.Ready(ctx); err != nil {
				return nil, err
			}
		}
	}
	_ = abreast.Each(ctx, len(all), len(all), func(reading context.Context, i int) error {
		if f := &fields[i]; only == "" || only == f.kind {
			if f.value, f.odd, f.err = all[i].Read(reading); f.err == nil {
				context.AfterFunc(ctx, f.value.Wipe)
			}
		}
		return nil // an error would end the reading of the others
	})
	var failed error
	opened, keyless := false, false
	for _, f := range fields {
		failed = cmp.Or(failed, f.err)
		opened = opened || !f.value.IsZero()
		keyless = keyless || f.err != nil && !client.UnreadableField(f.err)
	}
	if failed != nil && (!opened || keyless) {
		for _, f := range fields {
			f.value.Wipe()
		}
		return nil, failed
	}
	return fields, nil
}

// onOpened takes what open brought.
func (c *Card) onOpened(msg cardOpenedMsg) tea.Cmd {
	if msg.ctx.Err() != nil {
		return nil // hidden in the meantime, which wiped it
	}
	c.opening, c.openErr = false, msg.err
	var watched *screen.WatchedError
	switch {
	case errors.As(msg.err, &watched): // nothing was done yet
		return nil
	case msg.err != nil:
		return c.auditOpened(msg)
	}
	if len(msg.fields) == 0 {
		c.openErr = errNoDetails
		return nil
	}
	tell := c.onFields(msg.fields)
	if msg.show && slices.ContainsFunc(c.fields, func(f cardField) bool { return !f.value.IsZero() }) {
		c.until = wall(c.Env.Now()).Add(c.Env.HideAfter)
		return tea.Batch(tell, c.auditOpened(msg), c.hideLater(msg.ctx))
	}
	defer c.Hide()
	for _, f := range c.fields {
		if !f.value.IsZero() {
			return tea.Batch(tell, screen.Send(screen.CopyMsg{Value: f.value.Clone(), What: screen.FieldWord(f.kind), Card: c.Card, Kind: f.kind}))
		}
	}
	c.openErr = errNoField
	return nil
}

// auditOpened notes what is shown, or could not be opened.
func (c *Card) auditOpened(msg cardOpenedMsg) tea.Cmd {
	e := client.AuditEntry{Action: client.AuditReveal, Outcome: client.AuditDone}
	e.What = string(msg.only)
	if !msg.show {
		e.Action = client.AuditCopy
	}
	if msg.err != nil {
		e.Outcome = client.AuditFailed
	}
	var shown, failed []string
	for _, f := range msg.fields {
		switch {
		case f.err != nil:
			failed = append(failed, string(f.kind))
		case !f.value.IsZero():
			shown = append(shown, string(f.kind))
		}
	}
	if len(shown) > 0 {
		e.What = strings.Join(shown, ", ")
	}
	noted := screen.Send(screen.AuditMsg{Entry: e.ForCard(c.Card)})
	if len(failed) > 0 {
		e.Outcome, e.What = client.AuditFailed, strings.Join(failed, ", ")
		noted = tea.Batch(noted, screen.Send(screen.AuditMsg{Entry: e.ForCard(c.Card)}))
	}
	return noted
}

// hideLater ends a reveal in time, unless it ended before.
func (c *Card) hideLater(ctx context.Context) tea.Cmd {
	return ui.After(ctx, c.Env.HideAfter, screen.NewReply(c, func() tea.Cmd {
		if ctx.Err() == nil {
			c.Hide()
		}
		return nil
	}))
}

// onFields shows the fields that the card turned out to have, and tells the list the last four digits where they are new.
func (c *Card) onFields(fields []cardField) tea.Cmd {
	before := c.Card.Last4
	c.fields, c.at = fields, min(c.at, len(fields)-1)
	for _, f := range fields {
		if f.kind == client.FieldPAN {
			c.Card.Last4 = cmp.Or(client.LastFour(f.value), before)
		}
	}
	if c.Card.Last4 == before {
		return nil
	}
	return tea.Batch(screen.Send(screen.NamedMsg{Card: c.Card}), c.keepLast4())
}

// keepLast4 notes the last four digits for the lists of later runs, where an issuer's have none.
func (c *Card) keepLast4() tea.Cmd {
	ctx, account, card := c.Env.Ctx, c.Account, c.Card
	return func() tea.Msg {
		if err := account.Note(ctx, card); err != nil {
			return ui.NoticeMsg{Level: ui.Info, Text: "the last four digits are not kept: " + ui.Safe(err.Error())}
		}
		return nil
	}
}
