package codes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newOTP(a *command) *cobra.Command {
	var wait time.Duration
	var watch, copyIt bool
	var command string
	var w wanted
	cmd := &cobra.Command{
		Use:   "otp CARD...",
		Short: "Print the newest live one-time password of a card",
		Long: "Print the newest live code of a card, or wait for one.\n\n" +
			"With --watch it prints a line for each code as it arrives, until interrupted: of all cards where the issuer answers " +
			"for all at once (FinHub), and of the cards that are named elsewhere, since asking may make a new code there.\n\n" +
			"With --exec each code goes to a program in place of stdout. The command is split into words, and no shell sees it. The program gets " +
			"the code at its stdin, with a line end; the environment tells it the rest: CARDWALLET_OTP_CARD, _CARD_NAME, _PROFILE, _TYPE, " +
			"_MERCHANT, _AMOUNT, _CURRENCY, _RECEIVED_AT and _EXPIRES_AT. It cannot ask at the terminal. It has a minute, in which nobody is " +
			"asked for codes, and then ends with all that it started. With --once its exit code is that of the command; else a failure is told, " +
			"and the next code is waited for.",
		Example: "cardwallet otp 4242 --wait 2m --copy\ncardwallet otp --watch --json\n" +
			"cardwallet otp --watch --new --merchant taxi --once --exec 'fill-in --stdin'",
		Args: cobra.ArbitraryArgs,
	}
	cmd.Flags().DurationVar(&wait, "wait", 0, "wait this long for a code to arrive")
	cmd.Flags().BoolVar(&watch, "watch", false, "print every code as it arrives")
	cmd.Flags().BoolVar(&copyIt, "copy", false, "put the code on your clipboard instead of printing it")
	cmd.Flags().StringVar(&w.merchant, "merchant", "", "only codes for a merchant that has every word of TEXT")
	cmd.Flags().BoolVar(&w.once, "once", false, "with --watch: end after the first code")
	cmd.Flags().BoolVar(&w.fresh, "new", false, "with --watch: leave out codes that were there before")
	cmd.Flags().StringVar(&command, "exec", "", "with --watch: give each code to the COMMAND, at its stdin, and print none")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		w.since = a.Now()
		switch {
		case cmd.Flags().Changed("merchant") && len(fold.NewQuery(w.merchant)) == 0:
			return run.Usagef("--merchant is empty\nleave it out for the codes of all merchants")
		case !watch && (w.once || w.fresh || command != ""):
			return run.Usagef("--once, --new and --exec need --watch")
		case command != "" && a.Flags.JSON:
			return run.Usagef("--exec prints no code, and no JSON\nleave out --json")
		case watch && (wait != 0 || copyIt):
			return run.Usagef("--watch cannot be combined with --wait or --copy")
		case wait < 0:
			return run.Usagef("--wait takes a time such as 2m, not %s", wait)
		case watch:
			var err error
			if w.program, err = newProgram(command); err != nil {
				return err
			}
			return a.watchCodes(ctx, args, w)
		case len(args) != 1:
			return run.Usagef("otp takes one card\nname one, or see all codes as they arrive with: cardwallet otp --watch")
		}
		return a.oneCode(ctx, args[0], wait, copyIt, w.merchant)
	})
}

// wanted says which codes are wanted, and what is done with them.
type wanted struct {
	merchant    string // its words; empty for all codes
	once, fresh bool
	since       time.Time // when the command began, on this machine's clock
	program     *program  // nil to print them
}

// oneCode finds the newest live code of a card, waiting for one if asked to, and prints or copies it.
func (a *command) oneCode(ctx context.Context, ref string, wait time.Duration, copyIt bool, merchant string) error {
	deadline := a.Now().Add(wait)
	card, asking, err := a.awaitCard(ctx, ref, deadline)
	if err != nil {
		return err
	}
	account := asking.account
	if merchant != "" && !namesMerchants(account) {
		return run.OfProfile(account.Profile, errNoMerchants)
	}
	code, err := a.awaitCode(ctx, asking, card, deadline, merchant)
	if errors.Is(err, run.ErrNothing) {
		return run.OfProfile(card.Profile, noCode(card, wait, merchant))
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
// is time. merchant are words that the merchant of the code must have.
func (a *command) awaitCode(ctx context.Context, asking *asking, card client.Card, deadline time.Time, merchant string) (client.Code,
	error) {
	account := asking.account
	for {
		codes, err := account.Issuer.Codes(ctx, card.ID)
		codes = slices.DeleteFunc(codes, func(c client.Code) bool {
			other := !fold.Has(c.Merchant, merchant)
			if other {
				c.Value.Wipe()
			}
			return other
		})
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

func noCode(card client.Card, waited time.Duration, merchant string) error {
	of := ""
	if merchant != "" {
		of = fmt.Sprintf(" of a merchant %q", merchant)
	}
	if waited > 0 {
		return fmt.Errorf("no code%s arrived for %s within %s: %w\n"+
			"check that the purchase was made with this card", of, card.Key(), waited, run.ErrNothing)
	}
	return fmt.Errorf("no live code%s for %s: %w\nwait for one with: cardwallet otp %s --wait 2m", of, card.Key(), run.ErrNothing, card.Key())
}
