package money

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

func newCardsPIN(a *command) *cobra.Command {
	var stdin bool
	cmd := &cobra.Command{
		Use:   "pin CARD",
		Short: "Give a physical card another PIN (FinHub)",
		Long: "Give a physical card another PIN of 6 digits. It is typed twice and never shown, kept, or taken from the command line.\n\n" +
			"A PIN has " + run.Listed(crypto.PINRules) + ".",
		Example: "cardwallet cards pin fin/WB2025\npass show card-pin | cardwallet cards pin fin/WB2025 --pin-stdin --yes",
		Args:    run.Takes("CARD"),
	}
	cmd.Flags().BoolVar(&stdin, "pin-stdin", false, "read the PIN from stdin, one line")
	return a.sends(cmd, client.MovePIN, func(ctx context.Context, args []string, f *moveFlags) (draft, error) {
		p, err := a.draftChange(ctx, f, args[0])
		if err != nil || p.repeated() {
			return p, err
		}
		if stdin && !a.OnTerminal() {
			var secrets [][]byte
			if secrets, err = a.StdinLines(ctx, 1); err == nil {
				p.Intent.Change.PIN = crypto.NewSecret(secrets[0])
			}
			return p, err
		}
		p.Intent.Change.PIN, err = a.typedPIN(ctx)
		return p, err
	})
}

func newCardsActivate(a *command) *cobra.Command {
	var pinStdin, codeStdin, from3DS bool
	var noPIN string
	cmd := &cobra.Command{
		Use:   "activate CARD",
		Short: "Activate a physical card with a PIN and its activation code (FinHub)",
		Long: "Activate a physical card with a new PIN and the activation code, which comes by mail or e-mail, or as a 3DS record. " +
			"With both on stdin the PIN is the first line and the code the second.\n\nA PIN has " + run.Listed(crypto.PINRules) + ".",
		Example: "cardwallet cards activate fin/WB2025 --code-from-3ds",
		Args:    run.Takes("CARD"),
	}
	flags := cmd.Flags()
	flags.BoolVar(&pinStdin, "pin-stdin", false, "read the PIN from stdin, one line")
	flags.BoolVar(&codeStdin, "code-stdin", false, "read the activation code from stdin, one line")
	flags.BoolVar(&from3DS, "code-from-3ds", false, "take the newest activation code among the card's 3DS records")
	flags.StringVar(&noPIN, "no-pin-amount", "", "what the card pays without its PIN, 0 to 2000 (default 500)")
	return a.sends(cmd, client.MoveActivate, func(ctx context.Context, args []string, f *moveFlags) (draft, error) {
		if codeStdin && from3DS {
			return draft{}, run.Usagef("use one of --code-stdin and --code-from-3ds")
		}
		if flags.Changed("no-pin-amount") && noPIN == "" {
			return draft{}, errNoPINAmount
		}
		p, err := a.draftChange(ctx, f, args[0])
		if err != nil || p.repeated() {
			return p, err
		}
		paid := p.terms.NoPINDefault
		if noPIN != "" {
			if paid, err = client.ParseMoneyOrZero(noPIN, p.terms.Currency); err != nil {
				return p, fmt.Errorf("--no-pin-amount %q: %w", noPIN, err)
			}
			p.Intent.Change.Limits.NoPINAmount = paid
			// It is checked here, so that no PIN is typed and no code is opened for nothing.
			if err := p.terms.Check(client.MoveLimits, p.Intent.Change); err != nil {
				return p, p.refusedByTerms(err)
			}
		}
		p.facts = append(p.facts, [2]string{"no PIN", "up to " + paid.String()})
		err = a.readActivation(ctx, &p, pinStdin, codeStdin, from3DS)
		return p, err
	})
}

// readActivation gets PIN and code from where the person has them.
func (a *command) readActivation(ctx context.Context, p *draft, pinStdin, codeStdin, from3DS bool) (err error) {
	if a.OnTerminal() {
		pinStdin, codeStdin = false, false
	}
	change := &p.Intent.Change
	var lines [][]byte
	if pinStdin || codeStdin {
		n := 1
		if pinStdin && codeStdin {
			n = 2
		}
		if lines, err = a.StdinLines(ctx, n); err != nil {
			return err
		}
	}
	if pinStdin {
		change.PIN, lines = crypto.NewSecret(lines[0]), lines[1:]
	}
	if codeStdin { // the draft has both before anything can go wrong: with it they are wiped
		change.ActivationCode = crypto.NewSecret(lines[0])
	}
	if pinStdin {
		err = p.terms.Check(client.MovePIN, *change)
	} else {
		change.PIN, err = a.typedPIN(ctx)
	}
	switch {
	case err != nil && pinStdin:
		return p.refusedByTerms(err)
	case err != nil, codeStdin:
		return err
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
func (a *command) activationCode(ctx context.Context, p draft) (crypto.Secret, error) {
	recorder, ok := p.Account.Issuer.(client.Recorder)
	if !ok {
		return crypto.Secret{}, fmt.Errorf("%s: 3DS records are %w", p.Account.Profile, client.ErrUnsupported)
	}
	codes, err := statement.ActivationCodes(ctx, recorder, p.Intent.Card.ID)
	defer func() { client.WipeValues(codes) }() // one may have come unsealed
	switch {
	case client.OnlyOdd(err):
		a.Warn(err)
	case err != nil:
		return crypto.Secret{}, run.ListError(p.Account, err)
	}
	if len(codes) == 0 {
		return crypto.Secret{}, fmt.Errorf("card %s has no activation code among its 3DS records: %w\n"+
			"wait for it, or type the one from the letter or e-mail", p.Intent.Card.Key(), run.ErrNothing)
	}
	opened, err := codes[0].Value.Open(ctx)
	entry := client.AuditEntry{Action: client.AuditCode, What: string(client.FieldCode), Outcome: client.AuditDone,
		Detail: "for the activation, not shown"}
	if err != nil {
		entry.Outcome = client.AuditFailed
	}
	a.Record(ctx, entry.ForCard(p.Intent.Card))
	if err != nil {
		return crypto.Secret{}, fmt.Errorf("%s: open the activation code: %w", p.Account.Profile, err)
	}
	defer opened.Wipe()
	return client.FieldCode.ToPaste(opened), nil
}

// typedPIN asks twice and names each rule that the PIN breaks.
func (a *command) typedPIN(ctx context.Context) (crypto.Secret, error) {
	for {
		typed, err := a.readSecret(ctx, "new PIN: ", "--pin-stdin")
		if err != nil {
			return crypto.Secret{}, err
		}
		pin := crypto.NewSecret(typed)
		if broken := crypto.CheckPIN(pin); len(broken) > 0 {
			pin.Wipe()
			for _, rule := range broken {
				a.Explain("a PIN must have %s", rule)
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
		a.Explain("the two PINs differ, type it again")
	}
}

// readSecret asks without showing what is typed; instead names the flag for scripts.
func (a *command) readSecret(ctx context.Context, prompt, instead string) ([]byte, error) {
	if !a.Interactive() {
		return nil, run.CannotAsk("use %s", instead)
	}
	return a.ReadPassphrase(ctx, prompt)
}
