package screen

import (
	"context"
	"errors"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// Payer moves money. It is the journal, the only way to move money. All methods fail alike if the journal cannot be opened.
type Payer interface {
	Books
	// MoveNoted checks the movement, notes it, sends it once, and returns the row with its outcome. The row counts even with an error.
	// Without a row nothing was sent. Before that it calls noted with the row: when it is noted (intended), and when it is handed over to
	// be sent (sent).
	MoveNoted(ctx context.Context, account client.Account, in client.Intent, noted func(client.Movement)) (client.Movement, error)
	// Mark records what a person found out about an unknown outcome: as is success or failed.
	Mark(ctx context.Context, orderID string, as client.MovementStatus, reason, cardID string) (client.Movement, error)
}

// Books are the methods of a Payer that send nothing.
type Books interface {
	// Check refuses a movement that the guards do not let through (*client.GuardError), or that cannot be made at all.
	Check(ctx context.Context, account client.Account, in client.Intent) error
	// Earlier finds out what became of an earlier request with the intent's reference; found is false where there is none. The error wraps
	// client.ErrReference where the reference was for something else.
	Earlier(ctx context.Context, account client.Account, in client.Intent) (earlier client.Earlier, found bool, err error)
	// Follow asks what became of a movement that is processing, until it is settled or a limit is reached.
	Follow(ctx context.Context, account client.Account, m client.Movement) (client.Movement, error)
	// Settle asks once what became of every open movement of the accounts, and returns those that changed.
	Settle(ctx context.Context, accounts []client.Account) ([]client.Movement, error)
	// Movements lists what the filter selects, newest first.
	Movements(ctx context.Context, f client.MovementFilter) ([]client.Movement, error)
	// History lists the steps of one movement, oldest first.
	History(ctx context.Context, orderID string) ([]client.Step, error)
}

// Till is all that screens have of a Payer, and of the requests that issuers carry out for good. It sends and records nothing unless a
// person said yes to a question that they had the time to read.
type Till struct {
	Books
	payer Payer
}

// NewTill returns the till of a payer.
func NewTill(p Payer) Till { return Till{Books: p, payer: p} }

var errUnasked = errors.New("nobody has confirmed this: nothing was sent")

// Move is Payer.MoveNoted.
func (t Till) Move(ctx context.Context, yes dialog.Yes, account client.Account, in client.Intent, noted func(client.Movement),
) (client.Movement, error) {
	if !yes.Given() {
		return client.Movement{}, errUnasked
	}
	return t.payer.MoveNoted(ctx, account, in, noted)
}

// Mark is Payer.Mark.
func (t Till) Mark(ctx context.Context, yes dialog.Yes, orderID string, as client.MovementStatus, reason,
	cardID string) (client.Movement, error) {
	if !yes.Given() {
		return client.Movement{}, errUnasked
	}
	return t.payer.Mark(ctx, orderID, as, reason, cardID)
}

// RequestDeposit is client.Depositor.RequestDeposit.
func (t Till) RequestDeposit(ctx context.Context, yes dialog.Yes, d client.Depositor, amount client.Money, asset string) (client.Deposit,
	error) {
	if !yes.Given() {
		return client.Deposit{}, errUnasked
	}
	return d.RequestDeposit(ctx, amount, asset)
}
