package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/tui"
	"cardwallet/tui/clip"
)

// pollEvery is how often issuers are asked while a command waits for a code, where their limits allow it.
const pollEvery = 2 * time.Second

// askAgain is how long to wait after an answer that took that many requests.
func askAgain(account client.Account, requests int, err error) time.Duration {
	wait := account.Pace(pollEvery, requests)
	if refused, ok := errors.AsType[*client.Error](err); ok {
		wait = max(wait, refused.RetryAfter)
	}
	return wait
}

func newOTP(a *app) *cobra.Command {
	var wait time.Duration
	var watch, copyIt bool
	cmd := &cobra.Command{
		Use:   "otp CARD",
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
	a.does(cmd, func(ctx context.Context, args []string) error {
		switch {
		case watch && (wait != 0 || copyIt):
			return usagef("--watch cannot be combined with --wait or --copy")
		case wait < 0:
			return usagef("--wait takes a time such as 2m, not %s", wait)
		case watch:
			return a.watchCodes(ctx, args)
		case len(args) != 1:
			return usagef("otp takes one card\nname one, or see all codes as they arrive with: cardwallet otp --watch")
		}
		return a.oneCode(ctx, args[0], wait, copyIt)
	})
	return cmd
}

type codeJSON struct {
	Profile    string   `json:"profile"`
	CardID     string   `json:"card_id"`
	Code       string   `json:"code"`
	Type       string   `json:"type"`
	Merchant   string   `json:"merchant"`
	Amount     *string  `json:"amount"` // null where the issuer did not say, like the currency
	Currency   *string  `json:"currency"`
	ReceivedAt jsonTime `json:"received_at"`
	ExpiresAt  jsonTime `json:"expires_at"`
}

func toCodeJSON(c client.Code, value string) codeJSON {
	out := codeJSON{
		Profile: c.Profile, CardID: c.CardID, Code: value, Type: string(c.Type), Merchant: c.Merchant,
		Amount: digits(c.Amount), ReceivedAt: jsonTime(c.ReceivedAt), ExpiresAt: jsonTime(c.ExpiresAt),
	}
	if c.Amount.Known() {
		out.Currency = &c.Amount.Currency
	}
	return out
}

// oneCode finds the newest live code of a card, waiting for one if asked to, and prints or copies it.
func (a *app) oneCode(ctx context.Context, ref string, wait time.Duration, copyIt bool) error {
	card, account, err := a.findCard(ctx, ref)
	if err != nil {
		return err
	}
	code, err := a.awaitCode(ctx, account, card, wait)
	if err != nil {
		return err
	}
	opened, err := code.Value.Open(ctx)
	if err != nil {
		entry := tui.CopyEntry(card, code.Value.Kind(), clip.Copy{}, err)
		if !copyIt {
			entry.Action = client.AuditCode
		}
		a.record(ctx, entry)
		return fmt.Errorf("%s: open the code: %w", account.Profile, err)
	}
	defer opened.Wipe()
	if copyIt {
		if err := a.copyOut(ctx, card, code.Value.Kind(), opened, "cardwallet otp "+card.Key()); err != nil {
			return err
		}
		if !a.flags.json {
			return nil
		}
	}
	a.record(ctx, fieldsEntry(client.AuditCode, card, string(code.Value.Kind())))
	if a.flags.json {
		return a.printJSON(toCodeJSON(code, opened.RevealString()))
	}
	// The code alone on stdout, so that it can be piped; what it is for on stderr.
	fmt.Fprintln(a.err, codeLine(code, account.Now(a.now())))
	_, err = fmt.Fprintln(a.out, opened.RevealString())
	return err
}

// awaitCode asks until there is a live code or the time is over. A failure that may pass is forgiven while there is time.
func (a *app) awaitCode(ctx context.Context, account client.Account, card client.Card, wait time.Duration) (client.Code, error) {
	deadline := a.now().Add(wait)
	for {
		codes, err := account.Issuer.Codes(ctx, card.ID)
		now := a.now()
		if c, ok := newest(codes, account.Now(now)); ok {
			return c, nil
		}
		if err != nil && (!passing(err) || !now.Before(deadline)) {
			return client.Code{}, err
		}
		if !now.Before(deadline) {
			return client.Code{}, noCode(card, wait)
		}
		if err := sleep(ctx, min(askAgain(account, 1, err), deadline.Sub(now))); err != nil {
			return client.Code{}, err
		}
	}
}

// newest picks the newest live one-time password, else the newest live record of another type.
func newest(codes []client.Code, now time.Time) (client.Code, bool) {
	var other []client.Code
	for _, c := range codes {
		switch {
		case !c.Live(now):
		case c.Type == client.CodeOTP:
			return c, true
		default:
			other = append(other, c)
		}
	}
	if len(other) == 0 {
		return client.Code{}, false
	}
	return other[0], true
}

func noCode(card client.Card, waited time.Duration) error {
	if waited > 0 {
		return fmt.Errorf("no code arrived for %s within %s: %w\ncheck that the purchase was made with this card", card.Key(), waited, errNothing)
	}
	return fmt.Errorf("no live code for %s: %w\nwait for one with: cardwallet otp %s --wait 2m", card.Key(), errNothing, card.Key())
}

// passing reports whether asking again may help.
func passing(err error) bool {
	return errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrRateLimited)
}

// codeLine says what a code is for and how long it is good.
func codeLine(c client.Code, now time.Time) string {
	line := c.Profile + "/" + c.CardID
	switch c.Type {
	case client.CodeOTP:
	case client.CodeAuthURL:
		line += "  approve it in the browser"
	case client.CodeActivation:
		line += "  activation code of the card"
	default:
		line += "  " + string(c.Type)
	}
	if c.Merchant != "" {
		line += "  " + c.Merchant
	}
	if c.Amount.Known() {
		line += "  " + c.Amount.String()
	}
	left := c.Remaining(now).Truncate(time.Second)
	about := ""
	if c.ExpiryAssumed {
		about = "about "
	}
	return safeLine(fmt.Sprintf("%s  good for %s%d:%02d", line, about, int(left.Minutes()), int(left.Seconds())%60))
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
