// Package screen is what all screens share: Env, the messages between a screen and the root, and how cards, accounts and movements are
// called. The screens themselves stand in packages of their own. Screens are ui.Screen values; they never import the root.
package screen

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/crypto"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// Env is what all screens share. It is read and changed only inside Update, so it needs no lock; commands capture values
// from it, never Env itself.
type Env struct {
	Settings
	Ctx    context.Context // ends when the program does
	Wallet *client.Wallet
	Payer  Till
	Person string // who moves money here, where a team shares the journal; else empty
	Now    func() time.Time
	Locked bool         // nobody is there: nothing is read
	Labels Labels       // nil: cards have no names of their own here
	Export RecordWriter // nil: records cannot be written to files here
	// ExpandHome puts the home directory for a leading ~ in a path that a person typed.
	ExpandHome func(path string) (string, error)
	Keys       ui.Keys
	Styles     *ui.Styles
	Codes      *CodeBook
	Moves      *MoveBook
	ListedAt   map[string]time.Time // when the cards of a profile were listed last
	Refused    Refused
	Holders    *HolderBook
	Latest     LatestBook
	Attention  *dialog.Attention                            // says when a key can be an answer
	Audience   *Audience                                    // nil: nobody knows who looks
	Find       func(profile, id string) (client.Card, bool) // a card as the list has it
}

// MoveBook is what the journal said last about movements without a final outcome. The root keeps it up to date.
type MoveBook struct {
	Open  []client.Movement // newest first
	Asked int               // how often the root has asked the journal
}

// Unknown is how many of the open movements may have moved money.
func (b *MoveBook) Unknown() int {
	n := 0
	for _, m := range b.Open {
		if m.Status == client.MovementUnknown {
			n++
		}
	}
	return n
}

// MovesMsg tells every screen that the root has asked the journal: Env.Moves is new. Err is what kept an account from being asked
// about its movements; Settled is set where they were asked at all. Read is the number of that question, by
// MoveBook.Asked; 0 where the journal did not answer.
type MovesMsg struct {
	Settled bool
	Err     error
	Read    int
}

// Over reports whether err said that the journal does not answer, and now it has answered.
func (m MovesMsg) Over(err error) bool { return m.Read > 0 && JournalAway(err) }

// JournalAway reports whether err says that the journal does not answer. An issuer that does not has an error of its own.
func JournalAway(err error) bool {
	_, issuer := errors.AsType[*client.Error](err)
	return errors.Is(err, client.ErrUnreachable) && !issuer
}

// SettleMsg asks the root to find out now what became of all open movements.
type SettleMsg struct{}

// CopyMsg asks the root to put a value on the clipboard of the person. The root wipes Value. What names it in the notice: "code",
// "number"; Card and Kind do in the audit trail. CodeKey, when set, is marked as copied. Shown says that the person sees the value.
type CopyMsg struct {
	Value   crypto.Secret
	What    string
	Card    client.Card
	Kind    client.FieldKind
	CodeKey string
	Shown   bool
}

// AuditMsg asks the root to note in the audit trail what was done. The root adds when.
type AuditMsg struct{ Entry client.AuditEntry }

// MovedMsg tells every screen that money moved, or may have, so that balances are read again. New is what a creation asked for, where
// that is known.
type MovedMsg struct {
	Movement client.Movement
	New      client.NewCard
}

// Confirm takes the newest key for the answer to what of asks; the answer itself comes as a dialog.AnswerMsg.
func (e *Env) Confirm(of any) tea.Cmd { return e.Attention.Confirm(e.Ctx, of) }

// Send turns a message into a command.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// At is a time to the second, see words.Time.
func (e *Env) At(t time.Time) string { return words.Time(t, e.Now()) }

// ByAnother reports whether somebody else of the team sent the movement.
func (e *Env) ByAnother(m client.Movement) bool {
	return e.Person != "" && m.Person != "" && m.Person != e.Person
}

// When is a time in at most WhenCells cells, see words.When.
func (e *Env) When(t time.Time) string { return words.When(t, e.Now()) }

// WhenCells fit what Env.When gives.
const WhenCells = 12

// CardOf is what to call the card of a movement, or what it makes: by its name where the list has it.
func (e *Env) CardOf(m client.Movement) string {
	switch {
	case m.Kind == client.MoveHolder:
		return "new holder"
	case m.CardID == "":
		return "new card"
	}
	if card, ok := e.Listed(m); ok {
		return CardWords(card)
	}
	return ui.Safe(m.CardID)
}

// Listed is the card of a movement where the list has it.
func (e *Env) Listed(m client.Movement) (client.Card, bool) {
	if e.Find == nil || m.CardID == "" {
		return client.Card{}, false
	}
	return e.Find(m.Profile, m.CardID)
}

// CardWith is the card of a code, as far as the list has it by now.
func (e *Env) CardWith(c client.Code) client.Card {
	if e.Find != nil {
		if card, ok := e.Find(c.Profile, c.CardID); ok {
			return card
		}
	}
	return client.Card{Profile: c.Profile, ID: c.CardID}
}

// Labels keeps what people call cards.
type Labels interface {
	// Set gives a card its label; an empty one takes it away.
	Set(ctx context.Context, account, cardID, label string) error
	// Shared reports whether the labels are those of a team.
	Shared() bool
}

// LabelsKept says for whom a label is kept.
func (e *Env) LabelsKept() string {
	if e.Labels != nil && e.Labels.Shared() {
		return "kept for the whole team"
	}
	return "kept on this machine only"
}

// RecordWriter writes records in a format: csv, json or jsonl.
type RecordWriter func(w io.Writer, format string, records []client.Record) error

// NamedMsg tells every screen that a card is called something else now: it has another name, or last four digits that were not known.
type NamedMsg struct{ Card client.Card }

// SpentMsg tells the list what was spent with cards whose records were read, by Card.Key: a level from 0 to 7 for each cell.
// Nothing is read for it: it comes from what a person looked at.
type SpentMsg map[string][]int

// DepositedMsg tells every screen that a deposit was requested, or may have been.
type DepositedMsg struct{ Profile string }

// BulkSentMsg tells the list that what was marked has been confirmed: it need not be marked any more.
type BulkSentMsg struct{}
