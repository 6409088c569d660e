package codes

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// openCodes is what a screen has opened of the codes that it shows. It belongs to one showing, whose end wipes everything, also what is
// still on its way.
type openCodes struct {
	env  *screen.Env
	name func(client.Code) string // names a code in notices

	ctx     context.Context // of this showing
	end     context.CancelFunc
	hidden  bool            // nothing may be seen but what was chosen since
	chosen  map[string]bool // by Code.Key: whether the person wants to see it, where they said so
	values  map[string]crypto.Secret
	failed  map[string]error
	from    map[string]client.Field // what the value or the failure came of
	changed map[string]bool         // another value took the place of one that was opened
	asked   map[string]bool         // being opened
	pressed bool                    // the person asked to see what is opened next
	hurried string                  // Code.Key of one that was copied in its last seconds
}

func newOpenCodes(env *screen.Env, name func(client.Code) string) openCodes {
	o := openCodes{env: env, name: name, end: func() {}}
	o.begin()
	return o
}

// begin ends one showing and starts the next.
func (o *openCodes) begin() {
	o.end()
	for _, v := range o.values {
		v.Wipe()
	}
	o.ctx, o.end = context.WithCancel(o.env.Ctx)
	o.hidden, o.chosen = false, map[string]bool{}
	o.values, o.failed, o.asked = map[string]crypto.Secret{}, map[string]error{}, map[string]bool{}
	o.from, o.changed = map[string]client.Field{}, map[string]bool{}
}

// Hide wipes what is open and shows nothing until v.
func (o *openCodes) Hide() {
	o.begin()
	o.hidden = true
}

// wanted reports whether the code may be seen. An approval page opens on request only.
func (o *openCodes) wanted(c client.Code) bool {
	if show, said := o.chosen[c.Key()]; said {
		return show
	}
	return !o.hidden && c.Type != client.CodeAuthURL
}

// choose shows or hides one code.
func (o *openCodes) choose(c client.Code, show bool) {
	id := c.Key()
	o.chosen[id], o.pressed = show, show
	delete(o.failed, id)
	if !show {
		o.drop(id)
	}
}

// drop wipes what is open of a code.
func (o *openCodes) drop(id string) {
	o.values[id].Wipe()
	delete(o.values, id)
	delete(o.from, id)
}

// current reports whether what is open of a code, or the failure to open it, is of the value that the issuer shows now.
func (o *openCodes) current(c client.Code) bool {
	id := c.Key()
	return (o.failed[id] != nil || !o.values[id].IsZero()) && o.from[id].Same(c.Value)
}

// left is how long a code is still good, on its issuer's clock.
func (o *openCodes) left(c client.Code) time.Duration {
	return o.env.Codes.Left(c, o.env.Now())
}

// Reveals reports whether a code is on the screen.
func (o *openCodes) Reveals() bool {
	for _, value := range o.values {
		if !value.IsZero() {
			return true
		}
	}
	return false
}

// show opens a code that lives and may be seen, unless others would see it, too.
func (o *openCodes) show(code client.Code) tea.Cmd {
	if o.left(code) == 0 || !o.wanted(code) || o.current(code) || o.asked[code.Key()] {
		return nil
	}
	ctx, audience, pressed, open := o.ctx, o.env.Audience, o.pressed, o.open(code, false)
	o.pressed = false
	return func() tea.Msg {
		if err := audience.Admit(ctx, pressed); err != nil {
			return codeOpenedMsg{owner: o, ctx: ctx, err: err}
		}
		return open()
	}
}

// open decrypts one code on this machine.
func (o *openCodes) open(code client.Code, toCopy bool) tea.Cmd {
	ctx := o.ctx
	o.asked[code.Key()] = true
	return func() tea.Msg {
		value, err := code.Value.Open(ctx)
		context.AfterFunc(ctx, value.Wipe)
		return codeOpenedMsg{owner: o, ctx: ctx, code: code, toCopy: toCopy, value: value, err: err}
	}
}

type codeOpenedMsg struct {
	owner  *openCodes
	ctx    context.Context // of the showing
	code   client.Code
	toCopy bool
	value  crypto.Secret
	err    error
}

// onOpened takes what open brought. A late answer, from before the values were hidden, is wiped already.
func (o *openCodes) onOpened(msg codeOpenedMsg) tea.Cmd {
	if msg.owner != o || msg.ctx.Err() != nil {
		return nil
	}
	var watched *screen.WatchedError
	if errors.As(msg.err, &watched) {
		o.Hide()
		return ui.Notify(ui.Warn, screen.OthersSee(watched.Others)+": "+ui.Says(o.env.Keys.Reveal, "shows it"))
	}
	delete(o.asked, msg.code.Key())
	cmd := o.onValue(msg)
	if now, ok := o.env.Codes.Find(msg.code.Key()); ok && !now.Value.Same(msg.code.Value) { // meanwhile the issuer sent another
		cmd = tea.Batch(cmd, o.show(now))
	}
	return cmd
}

// onValue keeps the value that came, or the reason why none came, instead of what was there before. The audit trail has no entry where the
// same value is opened again.
func (o *openCodes) onValue(msg codeOpenedMsg) tea.Cmd {
	id := msg.code.Key()
	shown, failing := !o.values[id].IsZero(), o.failed[id] != nil
	o.drop(id)
	o.from[id] = msg.code.Value
	if msg.err != nil {
		o.failed[id] = msg.err
		action := client.AuditCode
		if msg.toCopy {
			action = client.AuditCopy
		} else if failing {
			return nil
		}
		return o.audit(msg.code, action, client.AuditFailed)
	}
	delete(o.failed, id)
	again, another := o.env.Codes.Opened.See(id, msg.value)
	if another {
		o.changed[id] = true
		if !o.env.Codes.Renewed[id] {
			delete(o.env.Codes.Copied, id)
		}
		delete(o.env.Codes.Renewed, id)
	}
	var cmd tea.Cmd
	if msg.toCopy {
		cmd = o.hand(msg.code, msg.value)
	}
	if !o.wanted(msg.code) {
		msg.value.Wipe()
		return cmd
	}
	o.values[id] = msg.value
	if shown && again {
		return cmd
	}
	return tea.Batch(cmd, o.audit(msg.code, client.AuditCode, client.AuditDone))
}

// audit notes that a code can be seen, or could not be opened for that or to be copied.
func (o *openCodes) audit(c client.Code, action client.AuditAction, outcome client.AuditOutcome) tea.Cmd {
	entry := client.AuditEntry{Action: action, What: string(c.Value.Kind()), Outcome: outcome}
	return screen.Send(screen.AuditMsg{Entry: entry.ForCard(o.env.CardWith(c))})
}

// copy sends a code to the clipboard, opening it without showing where it is hidden.
func (o *openCodes) copy(code client.Code) tea.Cmd {
	if value := o.values[code.Key()]; !value.IsZero() && o.current(code) {
		return o.hand(code, value)
	}
	return o.open(code, true)
}

// hand gives a value to the root for copying, unless it expired.
func (o *openCodes) hand(code client.Code, value crypto.Secret) tea.Cmd {
	left := o.left(code)
	if left == 0 {
		return ui.Notify(ui.Warn, o.tooLate())
	}
	o.hurried = ""
	if left < codeTooLate {
		o.hurried = code.Key()
	}
	return screen.Send(screen.CopyMsg{
		Value: value.Clone(), What: o.name(code), Card: o.env.CardWith(code), Kind: code.Value.Kind(), CodeKey: code.Key(),
		Shown: !o.values[code.Key()].IsZero(),
	})
}

// tooLate says why a code that is over was not copied.
func (o *openCodes) tooLate() string {
	return "expired, not copied; " + ui.Says(o.env.Keys.Refresh, "asks for a new one")
}

// forget wipes what is not among the codes any more.
func (o *openCodes) forget(codes []client.Code) {
	for id := range o.values {
		if !slices.ContainsFunc(codes, func(c client.Code) bool { return c.Key() == id }) {
			o.drop(id)
		}
	}
}
