/** Made by the build (tools/page-viewer.ts). */
declare module 'virtual:page-viewer' {
  export const script: string;
  export const style: string;
}
