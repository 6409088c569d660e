package run

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/finhub"
	"cardwallet/client/linora"
	"cardwallet/config"
	"cardwallet/crypto"
)

// Connect builds a driver for each profile. Nothing is sent and no secret is read yet.
func (a *App) Connect(profiles []config.Profile, log *slog.Logger) (*client.Wallet, error) {
	names, err := a.Labels()
	if err != nil {
		return nil, err
	}
	all := profiles
	if a.settings != nil {
		all = a.settings.Profiles
	}
	accounts := make([]client.Account, 0, len(profiles))
	for _, p := range profiles {
		issuer, err := a.driver(p, log)
		if err != nil {
			return nil, &UsageError{fmt.Errorf("profile %s: %w", p.Name, err)}
		}
		a.OnClose(issuer.Close)
		accounts = append(accounts, client.Account{Profile: p.Name, ID: accountID(p), FormerIDs: formerIDs(p, all), Kind: p.Issuer, ReadOnly: p.ReadOnly, ReadOnlyBy: p.ReadOnlyBy, Issuer: issuer, Names: names})
	}
	return client.NewWallet(accounts...), nil
}

// Driver is an issuer that holds connections and a token.
type Driver interface {
	client.Issuer
	client.Session
}

// connector makes the driver for a profile. opener is nil where the profile has no key.
type connector func(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error)

// Connectors are there for every issuer of client.Issuers.
var Connectors = map[string]connector{config.FinHub: connectFinHub, config.Aurex: connectAurex, config.Linora: connectLinora}

func (a *App) driver(p config.Profile, log *slog.Logger) (Driver, error) {
	opener, err := a.opener(p)
	if err != nil {
		return nil, err
	}
	connect, known := Connectors[p.Issuer]
	if !known {
		return nil, fmt.Errorf("no driver for issuer %q", p.Issuer)
	}
	return connect(a, p, opener, log)
}

func connectFinHub(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error) {
	o := finhub.Options{
		Profile: p.Name, BaseURL: p.BaseURL, TenantID: p.TenantID, LoginURL: p.LoginURL, Email: p.Email,
		SessionURL: p.SessionURL, Username: p.SessionUser(), Opener: opener, OTPTTL: p.OTPTTL, CardIDs: p.CardIDs,
		ClientIP: p.ClientIP, Service: p.ServiceName, Platform: p.Platform, DeviceID: deviceID(p), RatePerMinute: p.RatePerMinute,
		Now: a.Now, Debug: log,
	}
	if p.SignIn() == config.SignInToken {
		o.Token = secretOf(p.Secret("token"))
	} else {
		o.Password = secretOf(p.Secret("password"))
	}
	return finhub.New(o)
}

func connectAurex(a *App, p config.Profile, _ client.Opener, log *slog.Logger) (Driver, error) {
	return aurex.New(aurex.Options{
		Profile: p.Name, BaseURL: p.BaseURL, UserID: p.UserID, APIKey: secretOf(p.Secret("api_key")), OTPTTL: p.OTPTTL,
		RatePerMinute: perMinute(p), Now: a.Now, Debug: log,
	})
}

func connectLinora(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error) {
	return linora.New(linora.Options{
		Profile: p.Name, BaseURL: p.BaseURL, UserID: p.UserID, APIKey: secretOf(p.Secret("api_key")), OTPTTL: p.OTPTTL,
		AuthHeader: p.AuthHeader, AuthScheme: p.AuthScheme, Paths: p.Paths, Opener: opener, RatePerMinute: perMinute(p),
		Now: a.Now, Debug: log,
	})
}

// perMinute is the rate limit as Aurex's and Linora's drivers want it: there zero is their default.
func perMinute(p config.Profile) int {
	if p.RatePerMinute == 0 {
		return -1
	}
	return p.RatePerMinute
}

// secretOf reads a secret when it is needed. One that cannot be had is a fault of the config.
func secretOf(s config.Secret) func(context.Context) (crypto.Secret, error) {
	return func(ctx context.Context) (crypto.Secret, error) {
		value, err := s.Resolve(ctx)
		if err != nil {
			return crypto.Secret{}, &UsageError{fmt.Errorf("%s: %w", s.Name, err)}
		}
		return crypto.NewSecret(value), nil
	}
}

// deviceID is what FinHub's deviceId header wants: any stable id. This one tells machines apart and says nothing about them.
func deviceID(p config.Profile) string {
	if p.DeviceID != "" {
		return p.DeviceID
	}
	host, _ := os.Hostname()
	return hashed("cardwallet device", host, p.TenantID)
}

// KeyOpener opens sealed fields with a key that is read when the first one has to be opened.
type KeyOpener struct {
	Profile string
	padding crypto.Padding
	Load    func(context.Context) (*crypto.PrivateKey, error)

	Mu  sync.Mutex
	Key *crypto.PrivateKey
}

// opener returns nil where the profile has no key.
func (a *App) opener(p config.Profile) (client.Opener, error) {
	if p.PrivateKey.IsZero() {
		return nil, nil
	}
	padding, err := crypto.ParsePadding(p.Padding)
	if err != nil {
		return nil, err
	}
	o := &KeyOpener{Profile: p.Name, padding: padding, Load: func(ctx context.Context) (*crypto.PrivateKey, error) { return a.LoadKey(ctx, p) }}
	a.OnClose(o.Wipe)
	a.Openers = append(a.Openers, o)
	return o, nil
}

// Open decrypts one field. The key is read once; a failure to read it is not remembered, so that it can be mended meanwhile.
func (o *KeyOpener) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	o.Mu.Lock()
	defer o.Mu.Unlock()
	if o.Key == nil {
		key, err := o.Load(ctx)
		if err != nil {
			return crypto.Secret{}, err
		}
		o.Key = key
	}
	return o.Key.Open(sealed, o.padding)
}

// Wipe removes the key from memory; the next Open reads it again.
func (o *KeyOpener) Wipe() {
	o.Mu.Lock()
	defer o.Mu.Unlock()
	if o.Key != nil {
		o.Key.Wipe()
		o.Key = nil
	}
}

// NobodyHas is the error where no selected account has what is asked for, with the issuers that have it.
func NobodyHas(what string, has func(client.IssuerFacts) bool) error {
	return fmt.Errorf("%s are %w\n%s", what, client.ErrUnsupported, client.IssuersThat("has them", "have them", IssuerKind, has))
}

func IssuerKind(i client.IssuerFacts) string { return i.Kind }
