package setup

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"al.essio.dev/pkg/shellescape"
	"github.com/spf13/cobra"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

func newSandbox(a *command) *cobra.Command {
	var o struct {
		listen, dir string
		faults      []string
		every       time.Duration
		seed        uint64
		cards, rate int
	}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the simulated issuers alone and print a ready config",
		Long: "Run FinHub, Aurex and Linora as servers on loopback until interrupted. A ready config, a key and the secrets are " +
			"written to a directory, and the path of the config is printed. Beside it, " + sandbox.AccountsFile + " has what the issuers' " +
			"dashboards show, for a set-up of your own with init; a public key that is put into " + sandbox.PublicKeyFile +
			" is registered with FinHub.\n\n" +
			"--fault takes " + sandbox.FaultUsage + ". FAULT is one of " + strings.Join(sandbox.FaultWords, ", ") + ".",
		Example: "cardwallet sandbox --dir /tmp/box --fault finhub:/card/deposit:drop-after",
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "loopback ADDR of the first issuer; the others take the next ports")
	f.Var(run.PathFlag{Path: &o.dir}, "dir", "DIRECTORY for config, key and secrets (default: a new one, removed at the end)")
	f.StringArrayVar(&o.faults, "fault", nil, "make something go wrong, FAULT as above (repeatable)")
	f.DurationVar(&o.every, "purchase-every", 20*time.Second, "time between purchases, which raise codes; 0 for none")
	f.Uint64Var(&o.seed, "seed", 1, "the world to build")
	f.IntVar(&o.cards, "cards", 0, "cards at each issuer (default: a small mixed set)")
	f.IntVar(&o.rate, "rate", 0,
		"requests in any 60 s that each issuer answers before it says 429, FinHub too (default: 60 at Aurex and Linora)")
	return a.Does(cmd, func(ctx context.Context, _ []string) error {
		if cmd.Flags().Changed("rate") && o.rate < 1 {
			return run.Usagef("--rate %d: a rate is 1 or more", o.rate)
		}
		opts := sandbox.Options{Listen: o.listen, Seed: o.seed, Cards: o.cards, PurchaseEvery: o.every, Rate: o.rate}
		for _, text := range o.faults {
			fault, err := sandbox.ParseFault(text)
			if err != nil {
				return &run.UsageError{Err: err}
			}
			opts.Faults = append(opts.Faults, fault)
		}
		return a.runSandbox(ctx, opts, o.dir)
	})
}

// runSandbox serves until ctx ends.
func (a *command) runSandbox(ctx context.Context, opts sandbox.Options, dir string) error {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "cardwallet-sandbox-")
		if err != nil {
			return err
		}
		dir = tmp
		a.OnClose(func() { _ = os.RemoveAll(tmp) })
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	opts.FinHubKey = &key.PublicKey
	box, err := sandbox.Start(ctx, opts)
	if err != nil {
		return &run.UsageError{Err: err}
	}
	defer func() { _ = box.Close() }()
	path, err := box.WriteConfig(dir, key)
	if err != nil {
		return err
	}
	accounts := filepath.Join(filepath.Dir(path), sandbox.AccountsFile)
	if a.Flags.JSON {
		err = a.PrintJSON(documents.Sandbox{Config: path, Accounts: accounts})
	} else {
		_, err = fmt.Fprintf(a.Out, "config    %s\naccounts  %s\ntry       %s\nstop      ctrl+c\n", config.ShownPath(path),
			config.ShownPath(accounts),
			run.Verbatim(shellescape.QuoteCommand([]string{"cardwallet", "--config", path, "cards"})))
	}
	if err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
