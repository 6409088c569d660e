// Package screen has one screen of the program in each file. Screens are ui.Screen values; they never import the root.
package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// Payer moves money. It is the journal: the only way to do so. All of it fails alike where the journal cannot be opened.
type Payer interface {
	// Check refuses a movement that the guards do not let through (*client.GuardError), or that cannot be made at all. It sends nothing.
	Check(ctx context.Context, account client.Account, in client.Intent) error
	// Move checks the movement, notes it, sends it once, and returns the row with its outcome. The row counts also when err is not
	// nil; without one nothing was sent.
	Move(ctx context.Context, account client.Account, in client.Intent) (client.Movement, error)
	// Follow asks what became of a movement that is processing, until it is settled or a limit is reached. It never sends.
	Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error)
	// Settle asks once what became of every open movement of the accounts, and returns those that changed. It never sends.
	Settle(ctx context.Context, accounts []client.Account) ([]client.Movement, error)
	// Mark records what a person found out about an unknown outcome: as is success or failed.
	Mark(ctx context.Context, orderID string, as client.MovementStatus, reason, cardID string) (client.Movement, error)
	// Movements lists what the filter selects, newest first.
	Movements(ctx context.Context, f client.MovementFilter) ([]client.Movement, error)
	// History lists the steps of one movement, oldest first.
	History(ctx context.Context, orderID string) ([]client.Step, error)
}

// Env is what all screens share. It is read and changed only inside Update, so it needs no lock; commands capture values
// from it, never Env itself.
type Env struct {
	Ctx       context.Context // ends when the program does
	Wallet    *client.Wallet
	Payer     Payer
	Now       func() time.Time
	HideAfter time.Duration // revealed values hide by themselves
	Refresh   time.Duration // how old a list may get before it is read again; 0 = only on request
	Locked    bool          // nobody is there: nothing is read
	Labels    Labels        // nil: cards have no names of their own here
	Export    RecordWriter  // nil: records cannot be written to files here
	Keys      ui.Keys
	Styles    *ui.Styles
	Codes     *CodeBook
	Moves     *MoveBook
	Audience  *Audience                                    // nil: nobody knows who looks
	Find      func(profile, id string) (client.Card, bool) // a card as the list has it
}

// MoveBook is what the journal said last about movements without a final outcome. The root keeps it up to date.
type MoveBook struct {
	Open []client.Movement // newest first
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
// about its movements; Settled is set where they were asked at all.
type MovesMsg struct {
	Settled bool
	Err     error
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

// SeenMsg tells every screen the last four digits of a card that a reveal found.
type SeenMsg struct{ Card client.Card }

// send turns a message into a command.
func send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
