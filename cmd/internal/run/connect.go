package run

import (
	"context"
	"log/slog"
	"os"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/budget"
	"cardwallet/client/dashboard"
	"cardwallet/client/finhub"
	"cardwallet/client/linora"
	"cardwallet/client/pace"
	"cardwallet/client/team/copies"
	"cardwallet/client/ticks"
	"cardwallet/cmd/internal/identity"
	"cardwallet/config"
)

// connector makes the driver for a profile. opener is nil where the profile has no key.
type connector func(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error)

// Connectors has a connector for every issuer of client.Issuers.
var Connectors = map[string]connector{config.FinHub: connectFinHub, config.Aurex: keyed(aurex.New), config.Linora: keyed(linora.New)}

func connectFinHub(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error) {
	o := finhub.Options{
		Profile: p.Name, BaseURL: p.BaseURL, TenantID: p.TenantID, LoginURL: p.LoginURL, Email: p.Email,
		SessionURL: p.SessionURL, Username: p.SessionUser(), Opener: opener, OTPTTL: p.OTPTTL, CardIDs: p.CardIDs,
		ClientIP: p.ClientIP, Service: p.ServiceName, Platform: p.Platform, DeviceID: deviceID(p), RatePerMinute: p.RatePerMinute,
		Budget: a.budget(log), Now: a.Now, Debug: log,
	}
	if p.SignIn() == config.SignInToken {
		o.Token = secretOf(p.Secret("token"))
	} else {
		o.Password = secretOf(p.Secret("password"))
	}
	return finhub.New(o)
}

// keyed connects to an issuer that takes an API key.
func keyed[D Driver](open func(dashboard.Options) (D, error)) connector {
	return func(a *App, p config.Profile, opener client.Opener, log *slog.Logger) (Driver, error) {
		return open(dashboard.Options{
			Profile: p.Name, BaseURL: p.BaseURL, UserID: p.UserID, APIKey: secretOf(p.Secret("api_key")), OTPTTL: p.OTPTTL,
			AuthHeader: p.AuthHeader, AuthScheme: p.AuthScheme, Paths: p.Paths, Opener: opener, RatePerMinute: perMinute(p),
			Budget: a.budget(log), Now: a.Now, Debug: log,
		})
	}
}

// rates is a rate budget that ends with the program.
type rates interface {
	pace.Budget
	Close()
}

// budget is the rate budget of this machine, or of the team where the config names its database. It is opened with the first request. Where
// there is no state directory to put it in, each process keeps the limits for itself.
func (a *App) budget(log *slog.Logger) pace.Budget {
	if a.rates == nil {
		machine := budget.New("this machine", func(ctx context.Context) (budget.Store, error) {
			dir, err := a.StateDir()
			if err != nil {
				return nil, err
			}
			return budget.OpenFile(ctx, budget.Path(dir), ticks.SinceBoot)
		}, log)
		a.rates = machine
		if a.HasTeam() {
			team := copies.NewRates(a.Team, nil)
			a.rates = budget.New("the team", func(context.Context) (budget.Store, error) { return team, nil }, log).Or(machine)
		}
		a.OnClose(a.rates.Close)
	}
	return a.rates
}

// perMinute is the rate limit as package dashboard takes it, where zero is the default and less than zero is no limit.
func perMinute(p config.Profile) int {
	if p.RatePerMinute == 0 {
		return -1
	}
	return p.RatePerMinute
}

// deviceID is for FinHub's deviceId header, which wants any stable id. This one tells machines apart and gives nothing else away.
func deviceID(p config.Profile) string {
	if p.DeviceID != "" {
		return p.DeviceID
	}
	host, _ := os.Hostname()
	return identity.Hashed("cardwallet device", host, p.TenantID)
}
