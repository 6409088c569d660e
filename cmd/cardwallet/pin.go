package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/crypto"
)

func newCardsPIN(a *app) *cobra.Command {
	var f moveFlags
	var stdin bool
	cmd := &cobra.Command{
		Use:   "pin CARD",
		Short: "Give a physical card another PIN (FinHub)",
		Long: "Give a physical card another PIN of 6 digits. It is typed twice and never shown, kept, or taken from the command line.\n\n" +
			"A PIN has " + listed(client.PINRules) + ".",
		Example: "cardwallet cards pin fin/WB2025\npass show card-pin | cardwallet cards pin fin/WB2025 --pin-stdin --yes",
		Args:    takes("CARD"),
	}
	f.registerChange(cmd)
	f.registerRemark(cmd)
	cmd.Flags().BoolVar(&stdin, "pin-stdin", false, "read the PIN from stdin, one line")
	a.changes(cmd, func(ctx context.Context, args []string) error {
		p, err := a.draftChange(ctx, client.MovePIN, args[0])
		if err != nil {
			return err
		}
		var secrets [][]byte
		if stdin && !a.onTerminal() {
			if secrets, err = a.stdinLines(ctx, 1); err != nil {
				return err
			}
			p.intent.Change.PIN = crypto.NewSecret(secrets[0])
		} else if p.intent.Change.PIN, err = a.typedPIN(ctx); err != nil {
			return err
		}
		defer p.intent.Change.PIN.Wipe()
		return a.change(ctx, p, f)
	})
	return cmd
}

func newCardsActivate(a *app) *cobra.Command {
	var f moveFlags
	var pinStdin, codeStdin, from3DS bool
	var noPIN string
	cmd := &cobra.Command{
		Use:   "activate CARD",
		Short: "Activate a physical card with a PIN and its activation code (FinHub)",
		Long: "Activate a physical card with a new PIN and the activation code, which comes by mail or e-mail, or as a 3DS record. " +
			"With both on stdin the PIN is the first line and the code the second.\n\nA PIN has " + listed(client.PINRules) + ".",
		Example: "cardwallet cards activate fin/WB2025 --code-from-3ds",
		Args:    takes("CARD"),
	}
	f.registerChange(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&pinStdin, "pin-stdin", false, "read the PIN from stdin, one line")
	flags.BoolVar(&codeStdin, "code-stdin", false, "read the activation code from stdin, one line")
	flags.BoolVar(&from3DS, "code-from-3ds", false, "take the newest activation code among the card's 3DS records")
	flags.StringVar(&noPIN, "no-pin-amount", "", "what the card pays without its PIN, 0 to 2000 (default 500)")
	a.changes(cmd, func(ctx context.Context, args []string) error {
		if codeStdin && from3DS {
			return usagef("use one of --code-stdin and --code-from-3ds")
		}
		if flags.Changed("no-pin-amount") && noPIN == "" {
			return errNoPINAmount
		}
		p, err := a.draftChange(ctx, client.MoveActivate, args[0])
		if err != nil {
			return err
		}
		if noPIN != "" {
			limits := &p.intent.Change.Limits
			if limits.NoPINAmount, err = client.ParseMoneyOrZero(noPIN, p.terms.Currency); err != nil {
				return fmt.Errorf("--no-pin-amount %q: %w", noPIN, err)
			}
			// Before a PIN is typed, and a code is opened for nothing.
			if err := p.terms.Check(client.MoveLimits, client.Change{Limits: *limits}); err != nil {
				return p.refusedByTerms(err)
			}
		}
		defer func() { p.intent.Change.PIN.Wipe(); p.intent.Change.ActivationCode.Wipe() }()
		if err := a.readActivation(ctx, &p, pinStdin, codeStdin, from3DS); err != nil {
			return err
		}
		paid := p.intent.Change.Limits.NoPINAmount
		if !paid.Known() {
			paid = p.terms.NoPINDefault
		}
		p.facts = append(p.facts, [2]string{"no PIN", "up to " + paid.String()})
		return a.change(ctx, p, f)
	})
	return cmd
}

// readActivation gets PIN and code from where the person has them.
func (a *app) readActivation(ctx context.Context, p *draft, pinStdin, codeStdin, from3DS bool) (err error) {
	if a.onTerminal() {
		pinStdin, codeStdin = false, false
	}
	change := &p.intent.Change
	var lines [][]byte
	if pinStdin || codeStdin {
		n := 1
		if pinStdin && codeStdin {
			n = 2
		}
		if lines, err = a.stdinLines(ctx, n); err != nil {
			return err
		}
	}
	if pinStdin {
		change.PIN, lines = crypto.NewSecret(lines[0]), lines[1:]
		if err := p.terms.Check(client.MovePIN, *change); err != nil {
			for _, line := range lines {
				clear(line)
			}
			return p.refusedByTerms(err)
		}
	} else if change.PIN, err = a.typedPIN(ctx); err != nil {
		return err
	}
	switch {
	case codeStdin:
		change.ActivationCode = crypto.NewSecret(lines[0])
	case from3DS:
		change.ActivationCode, err = a.activationCode(ctx, *p)
	default:
		var typed []byte
		if typed, err = a.readSecret(ctx, "activation code: ", "--code-stdin or --code-from-3ds"); err == nil {
			change.ActivationCode = crypto.NewSecret(bytes.TrimSpace(typed))
		}
	}
	return err
}

// activationCode opens the newest activation code among the card's 3DS records, however old it is.
func (a *app) activationCode(ctx context.Context, p draft) (crypto.Secret, error) {
	recorder, ok := p.account.Issuer.(client.Recorder)
	if !ok {
		return crypto.Secret{}, fmt.Errorf("%s: 3DS records are %w", p.account.Profile, client.ErrUnsupported)
	}
	q := client.RecordQuery{Kind: client.Record3DS, CardID: p.intent.Card.ID, Type: string(client.CodeActivation)}
	var newest client.Record
	pages := statement.NewPages(recorder, q)
	for records, err := range pages.All(ctx) {
		if err != nil {
			return crypto.Secret{}, listError(p.account, err)
		}
		for _, r := range records {
			if !r.Unreadable.Has("value") && (newest.ID == "" || r.At.After(newest.At)) {
				newest = r
			}
		}
	}
	if odd := pages.Odd.Err(); odd != nil {
		a.warn(odd)
	}
	if newest.ID == "" {
		return crypto.Secret{}, fmt.Errorf("card %s has no activation code among its 3DS records: %w\nwait for it, or type the one from the letter or e-mail", p.intent.Card.Key(), errNothing)
	}
	opened, err := newest.Value.Open(ctx)
	entry := client.AuditEntry{Action: client.AuditCode, What: string(client.FieldCode), Outcome: client.AuditDone, Detail: "for the activation, not shown"}
	if err != nil {
		entry.Outcome = client.AuditFailed
	}
	a.record(ctx, entry.ForCard(p.intent.Card))
	if err != nil {
		return crypto.Secret{}, fmt.Errorf("%s: open the activation code: %w", p.account.Profile, err)
	}
	defer opened.Wipe()
	return client.FieldCode.ToPaste(opened), nil
}

// typedPIN asks twice and names each rule that the PIN breaks.
func (a *app) typedPIN(ctx context.Context) (crypto.Secret, error) {
	for {
		typed, err := a.readSecret(ctx, "new PIN: ", "--pin-stdin")
		if err != nil {
			return crypto.Secret{}, err
		}
		pin := crypto.NewSecret(typed)
		if broken := client.CheckPIN(pin); len(broken) > 0 {
			pin.Wipe()
			for _, rule := range broken {
				a.explain("a PIN must have %s", rule)
			}
			continue
		}
		again, err := a.readSecret(ctx, "once more: ", "--pin-stdin")
		same := false
		pin.Reveal(func(b []byte) { same = err == nil && bytes.Equal(b, again) })
		clear(again)
		switch {
		case err != nil:
			pin.Wipe()
			return crypto.Secret{}, err
		case same:
			return pin, nil
		}
		pin.Wipe()
		a.explain("the two PINs differ, type it again")
	}
}

// readSecret asks without showing what is typed; instead names the flag for scripts.
func (a *app) readSecret(ctx context.Context, prompt, instead string) ([]byte, error) {
	if !a.interactive() {
		return nil, cannotAsk("use %s", instead)
	}
	return a.readPassphrase(ctx, prompt)
}

// change checks what was asked for against the terms, and carries it out.
func (a *app) change(ctx context.Context, p draft, f moveFlags) error {
	if err := p.terms.Check(p.intent.Kind, p.intent.Change); err != nil {
		return p.refusedByTerms(err)
	}
	return a.move(ctx, p, f)
}
