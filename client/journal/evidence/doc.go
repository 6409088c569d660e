// Package evidence judges what became of a movement at an issuer that cannot be asked about it, by what its account shows before and after.
// It asks nobody: what it is given decides.
package evidence
