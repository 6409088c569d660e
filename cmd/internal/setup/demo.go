package setup

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/finhub"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/crash"
)

func newDemo(a *command) *cobra.Command {
	return a.Draws(&cobra.Command{
		Use:     "demo",
		Short:   "Open the wallet on simulated issuers: no config, key or network needed",
		Example: "cardwallet demo",
		Long: "Open the wallet on three simulated issuers that run inside this program: real HTTP on loopback, real RSA, purchases " +
			"that raise codes, one soon after you open the codes of a card. Nothing of it stays when it ends.",
	}, a.demo)
}

// demoPurchase is how long after a card's codes were opened something is bought with it. The next question for codes, which comes 2.5 s
// later at most, brings the code, so that a newcomer sees one within 5 s.
const demoPurchase = 1500 * time.Millisecond

// buysWith lets somebody buy something with a card whose codes were opened.
func buysWith(box *sandbox.Sandbox) func(client.Card) {
	return func(card client.Card) { box.PurchaseSoon(card.ID, demoPurchase) }
}

// demo runs the same program as OpenWallet, on issuers of its own.
func (a *command) demo(ctx context.Context) error {
	if a.Flags.JSON {
		return run.Usagef("the demo is a screen and has no JSON\nfor scripts run: cardwallet sandbox")
	}
	settings, err := a.Options().WithoutFile()
	if err != nil {
		return &run.UsageError{Err: err}
	}
	if err := a.drawable("the demo", "for scripts run: cardwallet sandbox"); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "cardwallet-demo-")
	if err != nil {
		return err
	}
	a.OnClose(func() {
		if !errors.Is(a.Failure, crash.ErrCrash) { // its report is there
			_ = os.RemoveAll(dir)
		}
	})
	a.Place = config.Place{Dir: dir, From: "the demo"}
	key := &demoKey{}
	box, err := sandbox.Start(ctx, sandbox.Options{
		Seed: uint64(a.Now().UnixNano()), PurchaseEvery: 20 * time.Second, FinHubKeyFrom: key.public,
	})
	if err != nil {
		return err
	}
	a.OnClose(func() { _ = box.Close() })
	if _, err := a.Labels(); err != nil {
		return err
	}
	w, err := a.demoWallet(box, key)
	if err != nil {
		return err
	}
	return RunScreen(ctx, a.App, settings, w, "DEMO", buysWith(box))
}

// demoWallet connects three accounts to the simulated issuers.
func (a *command) demoWallet(box *sandbox.Sandbox, key *demoKey) (*client.Wallet, error) {
	secret := func(text string) func(context.Context) (crypto.Secret, error) {
		return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
	}
	opener := &run.KeyOpener{Load: key.load}
	a.Openers = append(a.Openers, opener)
	f, x, l := box.FinHub(), box.Aurex(), box.Linora()
	fin, err1 := finhub.New(finhub.Options{
		Profile: "fin", BaseURL: f.BaseURL, TenantID: f.TenantID, LoginURL: f.LoginURL, Email: f.Email, Password: secret(f.Password),
		Opener: opener, Now: a.Now,
	})
	ads, err2 := aurex.New(aurex.Options{Profile: "ads", BaseURL: x.BaseURL, UserID: x.UserID, APIKey: secret(x.APIKey), Now: a.Now})
	team, err3 := linora.New(linora.Options{Profile: "team", BaseURL: l.BaseURL, UserID: l.UserID, APIKey: secret(l.APIKey), Now: a.Now})
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	accounts := []client.Account{
		{Profile: "fin", Kind: config.FinHub, Issuer: fin}, {Profile: "ads", Kind: config.Aurex, Issuer: ads},
		{Profile: "team", Kind: config.Linora, Issuer: team},
	}
	for i, account := range accounts {
		accounts[i].Names, accounts[i].SoleUser = a.Names, true // the issuers are this program's
		a.OnClose(account.Issuer.(client.Session).Close)
	}
	return client.NewWallet(accounts...), nil
}

// demoKey is the RSA key of one demo. Making it takes longer than the first frame may take, so it is made when FinHub first seals
// something.
type demoKey struct {
	once sync.Once
	half *rsa.PublicKey
	der  []byte // the private half
	err  error
}

func (k *demoKey) make() {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err == nil {
		k.half = &private.PublicKey
		k.der, err = x509.MarshalPKCS8PrivateKey(private)
	}
	k.err = err
}

// public is the half of the key that is registered at FinHub.
func (k *demoKey) public() *rsa.PublicKey {
	k.once.Do(k.make)
	return k.half
}

// load parses the private half for the opener, with the parser for key files.
func (k *demoKey) load(context.Context) (*crypto.PrivateKey, error) {
	k.once.Do(k.make)
	if k.err != nil {
		return nil, k.err
	}
	return crypto.ParsePrivateKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: k.der}), nil)
}
