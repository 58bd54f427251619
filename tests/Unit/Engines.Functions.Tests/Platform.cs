using System.Runtime.Versioning;

// Sandboxes are made of Unix processes.
[assembly: UnsupportedOSPlatform("windows")]
