// Package money has the commands that move money or change a card.
package money

import (
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it. What was read of an account is kept, by profile: a command may be about
// many cards of it.
type command struct {
	*run.App
	funds   map[string]answer[client.Funds]
	types   map[string]answer[client.CardType]
	holders map[string]answer[client.Holder]
	made    map[string]answer[client.Movement] // before this command
}

// answer is what was read of an account.
type answer[T any] struct {
	values []T
	err    error
}

// once gives what was read of a profile before, or else reads it.
func once[T any](kept *map[string]answer[T], profile string, read func() ([]T, error)) ([]T, error) {
	got, ok := (*kept)[profile]
	if !ok {
		got.values, got.err = read()
		if *kept == nil {
			*kept = map[string]answer[T]{}
		}
		(*kept)[profile] = got
	}
	return got.values, got.err
}

// Commands are the commands that move money.
func Commands(app *run.App) []*cobra.Command {
	a := &command{App: app}
	return []*cobra.Command{newTopUp(a), newWithdraw(a)}
}

// CardCommands are the commands below cards that change a card.
func CardCommands(app *run.App) []*cobra.Command {
	a := &command{App: app}
	return []*cobra.Command{
		newCardsCreate(a), newCardsFreeze(a), newCardsUnfreeze(a), newCardsCancel(a), newCardsPIN(a), newCardsActivate(a), newCardsLimits(a),
	}
}
