// Package client is the wallet's vocabulary: cards, money, codes, terms, orders, errors, what an issuer can do, and the
// Wallet that asks all accounts at once. The issuers' wire formats are in the packages below it.
package client
