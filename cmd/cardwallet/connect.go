package main

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

// connect builds a driver for each profile. Nothing is sent and no secret is read yet.
func (a *app) connect(profiles []config.Profile, log *slog.Logger) (*client.Wallet, error) {
	names, err := a.labels()
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
			return nil, &usageError{fmt.Errorf("profile %s: %w", p.Name, err)}
		}
		a.onClose(issuer.Close)
		accounts = append(accounts, client.Account{Profile: p.Name, ID: accountID(p), FormerIDs: formerIDs(p, all), Kind: p.Issuer, ReadOnly: p.ReadOnly, ReadOnlyBy: p.ReadOnlyBy, Issuer: issuer, Names: names})
	}
	return client.NewWallet(accounts...), nil
}

// driver is an issuer that holds connections and a token.
type driver interface {
	client.Issuer
	client.Session
}

// connector makes the driver for a profile. opener is nil where the profile has no key.
type connector func(a *app, p config.Profile, opener client.Opener, log *slog.Logger) (driver, error)

// connectors are there for every issuer of client.Issuers.
var connectors = map[string]connector{config.FinHub: connectFinHub, config.Aurex: connectAurex, config.Linora: connectLinora}

func (a *app) driver(p config.Profile, log *slog.Logger) (driver, error) {
	opener, err := a.opener(p)
	if err != nil {
		return nil, err
	}
	connect, known := connectors[p.Issuer]
	if !known {
		return nil, fmt.Errorf("no driver for issuer %q", p.Issuer)
	}
	return connect(a, p, opener, log)
}

func connectFinHub(a *app, p config.Profile, opener client.Opener, log *slog.Logger) (driver, error) {
	o := finhub.Options{
		Profile: p.Name, BaseURL: p.BaseURL, TenantID: p.TenantID, LoginURL: p.LoginURL, Email: p.Email,
		SessionURL: p.SessionURL, Username: p.SessionUser(), Opener: opener, OTPTTL: p.OTPTTL, CardIDs: p.CardIDs,
		ClientIP: p.ClientIP, Service: p.ServiceName, Platform: p.Platform, DeviceID: deviceID(p), RatePerMinute: p.RatePerMinute,
		Now: a.now, Debug: log,
	}
	if p.SignIn() == config.SignInToken {
		o.Token = secretOf(p.Secret("token"))
	} else {
		o.Password = secretOf(p.Secret("password"))
	}
	return finhub.New(o)
}

func connectAurex(a *app, p config.Profile, _ client.Opener, log *slog.Logger) (driver, error) {
	return aurex.New(aurex.Options{
		Profile: p.Name, BaseURL: p.BaseURL, UserID: p.UserID, APIKey: secretOf(p.Secret("api_key")), OTPTTL: p.OTPTTL,
		RatePerMinute: perMinute(p), Now: a.now, Debug: log,
	})
}

func connectLinora(a *app, p config.Profile, opener client.Opener, log *slog.Logger) (driver, error) {
	return linora.New(linora.Options{
		Profile: p.Name, BaseURL: p.BaseURL, UserID: p.UserID, APIKey: secretOf(p.Secret("api_key")), OTPTTL: p.OTPTTL,
		AuthHeader: p.AuthHeader, AuthScheme: p.AuthScheme, Paths: p.Paths, Opener: opener, RatePerMinute: perMinute(p),
		Now: a.now, Debug: log,
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
			return crypto.Secret{}, &usageError{fmt.Errorf("%s: %w", s.Name, err)}
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

// keyOpener opens sealed fields with a key that is read when the first one has to be opened.
type keyOpener struct {
	profile string
	padding crypto.Padding
	load    func(context.Context) (*crypto.PrivateKey, error)

	mu  sync.Mutex
	key *crypto.PrivateKey
}

// opener returns nil where the profile has no key.
func (a *app) opener(p config.Profile) (client.Opener, error) {
	if p.PrivateKey.IsZero() {
		return nil, nil
	}
	padding, err := crypto.ParsePadding(p.Padding)
	if err != nil {
		return nil, err
	}
	o := &keyOpener{profile: p.Name, padding: padding, load: func(ctx context.Context) (*crypto.PrivateKey, error) { return a.loadKey(ctx, p) }}
	a.onClose(o.Wipe)
	a.openers = append(a.openers, o)
	return o, nil
}

// Open decrypts one field. The key is read once; a failure to read it is not remembered, so that it can be mended meanwhile.
func (o *keyOpener) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.key == nil {
		key, err := o.load(ctx)
		if err != nil {
			return crypto.Secret{}, err
		}
		o.key = key
	}
	return o.key.Open(sealed, o.padding)
}

// Wipe removes the key from memory; the next Open reads it again.
func (o *keyOpener) Wipe() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.key != nil {
		o.key.Wipe()
		o.key = nil
	}
}
