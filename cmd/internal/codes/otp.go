package codes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newOTP(a *command) *cobra.Command {
	var wait time.Duration
	var watch, copyIt bool
	cmd := &cobra.Command{
		Use:   "otp CARD...",
		Short: "Print the newest live one-time password of a card",
		Long: "Print the newest live code of a card, or wait for one.\n\n" +
			"With --watch it prints a line for each code as it arrives, until interrupted: of all cards where the issuer answers " +
			"for all at once (FinHub), and of the cards that are named elsewhere, since asking may make a new code there.",
		Example: "cardwallet otp 4242 --wait 2m --copy\ncardwallet otp --watch --json",
		Args:    cobra.ArbitraryArgs,
	}
	cmd.Flags().DurationVar(&wait, "wait", 0, "wait this long for a code to arrive")
	cmd.Flags().BoolVar(&watch, "watch", false, "print every code as it arrives")
	cmd.Flags().BoolVar(&copyIt, "copy", false, "put the code on your clipboard instead of printing it")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		switch {
		case watch && (wait != 0 || copyIt):
			return run.Usagef("--watch cannot be combined with --wait or --copy")
		case wait < 0:
			return run.Usagef("--wait takes a time such as 2m, not %s", wait)
		case watch:
			return a.watchCodes(ctx, args)
		case len(args) != 1:
			return run.Usagef("otp takes one card\nname one, or see all codes as they arrive with: cardwallet otp --watch")
		}
		return a.oneCode(ctx, args[0], wait, copyIt)
	})
}

// oneCode finds the newest live code of a card, waiting for one if asked to, and prints or copies it.
func (a *command) oneCode(ctx context.Context, ref string, wait time.Duration, copyIt bool) error {
	deadline := a.Now().Add(wait)
	card, asking, err := a.awaitCard(ctx, ref, deadline)
	if err != nil {
		return err
	}
	account := asking.account
	code, err := a.awaitCode(ctx, asking, card, deadline)
	if errors.Is(err, run.ErrNothing) {
		return noCode(card, wait)
	}
	if err != nil {
		return err
	}
	opened, err := code.Value.Open(ctx)
	if err != nil {
		entry := run.NotCopied(card, code.Value.Kind(), err)
		if !copyIt {
			entry.Action = client.AuditCode
		}
		a.Record(ctx, entry)
		return fmt.Errorf("%s: open the code: %w", account.Profile, err)
	}
	defer opened.Wipe()
	if copyIt {
		if err := a.CopyOut(ctx, card, code.Value.Kind(), opened, "cardwallet otp "+card.Key()); err != nil {
			return err
		}
		if !a.Flags.JSON {
			return nil
		}
	}
	a.Record(ctx, run.FieldsEntry(client.AuditCode, card, string(code.Value.Kind())))
	if a.Flags.JSON {
		return a.PrintJSON(documents.CodeOf(code, opened.RevealString()))
	}
	// The code alone on stdout, so that it can be piped; what it is for on stderr.
	if !a.Flags.Quiet {
		a.Tell(run.CodeLine(account, code, account.Now(a.Now())))
	}
	_, err = fmt.Fprintln(a.Out, opened.RevealString())
	return err
}

// awaitCode asks until there is a live code or the time is over, which is ErrNothing. It tells a failure once, and asks again while there
// is time.
func (a *command) awaitCode(ctx context.Context, asking *asking, card client.Card, deadline time.Time) (client.Code, error) {
	account := asking.account
	for {
		codes, err := account.Issuer.Codes(ctx, card.ID)
		now := a.Now()
		if c, ok := newest(codes, account.Now(now)); ok {
			if err != nil { // a record that cannot be read may be a newer code
				a.Warn(err)
			}
			return c, nil
		}
		over := !now.Before(deadline)
		if ends := asking.onAnswer(err); err != nil && (over || ends) {
			return client.Code{}, err
		}
		if over {
			return client.Code{}, run.ErrNothing
		}
		asking.tell(a)
		if err := client.Sleep(ctx, min(asking.pause(), deadline.Sub(now))); err != nil {
			return client.Code{}, err
		}
	}
}

// newest picks the newest live one-time password, else the newest live record of another type. A code whose time is known goes before one
// that may be older than it looks.
func newest(codes []client.Code, now time.Time) (found client.Code, ok bool) {
	rank := func(c client.Code) int {
		switch {
		case !c.Live(now):
			return 0
		case c.Type != client.CodeOTP:
			return 1
		case c.TimeAssumed:
			return 2
		}
		return 3
	}
	best := 0
	for _, c := range codes {
		if r := rank(c); r > best {
			found, best = c, r
		}
	}
	return found, best > 0
}

func noCode(card client.Card, waited time.Duration) error {
	if waited > 0 {
		return fmt.Errorf("no code arrived for %s within %s: %w\n"+
			"check that the purchase was made with this card", card.Key(), waited, run.ErrNothing)
	}
	return fmt.Errorf("no live code for %s: %w\nwait for one with: cardwallet otp %s --wait 2m", card.Key(), run.ErrNothing, card.Key())
}
