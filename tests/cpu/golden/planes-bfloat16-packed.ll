; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x1x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %"acc3_0" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  %entry.8 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 31
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 32
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 95
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 96
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  %tile.body.14 = load ptr, ptr %"cursor", align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.14, i64 8
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = getelementptr i8, ptr %tile.body.14, i64 72
  %tile.body.22 = load i64, ptr %tile.body.21, align 1
  %tile.body.23 = add i64 %tile.body.16, 1
  %tile.body.24 = icmp slt i64 %tile.body.20, %tile.body.23
  %tile.body.25 = icmp slt i64 0, %tile.body.22
  %tile.body.26 = and i1 %tile.body.24, %tile.body.25
  %tile.body.27 = select  i1 %tile.body.26, i64 %tile.body.22, i64 0
  %tile.body.28 = getelementptr i8, ptr %tile.body.14, i64 %tile.body.27
  %tile.body.29 = select  i1 %tile.body.26, i64 0, i64 %tile.body.16
  %tile.body.30 = select  i1 %tile.body.26, i64 0, i64 %tile.body.18
  %tile.body.31 = load ptr, ptr %tile.body.28, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.28, i64 8
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.28, i64 16
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.28, i64 24
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.28, i64 32
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.28, i64 40
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.28, i64 48
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.28, i64 56
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.28, i64 64
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = getelementptr i8, ptr %tile.body.28, i64 72
  %tile.body.49 = load i64, ptr %tile.body.48, align 1
  %tile.body.50 = mul i64 %tile.body.30, %tile.body.37
  %tile.body.51 = sub i64 %tile.body.39, %tile.body.50
  %tile.body.52 = icmp slt i64 %tile.body.37, %tile.body.51
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.37, i64 %tile.body.51
  %tile.body.54 = icmp slt i64 %tile.body.29, %tile.body.33
  %tile.body.55 = select  i1 %tile.body.54, i64 %tile.body.53, i64 0
  %tile.body.56 = mul i64 %tile.body.29, %tile.body.43
  %tile.body.57 = mul i64 %tile.body.50, %tile.body.41
  %tile.body.58 = add i64 %tile.body.56, %tile.body.57
  %tile.body.59 = getelementptr i8, ptr %tile.body.31, i64 %tile.body.58
  %tile.body.60 = add i64 %tile.body.30, 1
  %tile.body.61 = icmp eq i64 %tile.body.60, %tile.body.35
  %tile.body.62 = zext i1 %tile.body.61 to i64
  %tile.body.63 = add i64 %tile.body.29, %tile.body.62
  %tile.body.64 = select  i1 %tile.body.61, i64 0, i64 %tile.body.60
  store ptr %tile.body.28, ptr %"cursor", align 1
  %tile.body.65 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.63, ptr %tile.body.65, align 1
  %tile.body.66 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.64, ptr %tile.body.66, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc3_0"
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.67 = icmp slt i64 0, %"n"
  br i1 %tile.body.67, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  %p.body.3 = mul i64 %"n.1", %tile.body.47
  %p.body.4 = mul i64 %"p.1", %tile.body.45
  %p.body.5 = add i64 %p.body.3, %p.body.4
  %p.body.6 = getelementptr i8, ptr %tile.body.59, i64 %p.body.5
  store ptr %p.body.6, ptr %entry.6
  %p.body.7 = icmp slt i64 0, %tile.body.55
  br i1 %p.body.7, label %"line.body", label %"line.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = load ptr, ptr %entry.6
  call void @"llvm.prefetch.p0"(ptr %line.body.1, i32 0, i32 2, i32 1)
  %line.body.2 = getelementptr i8, ptr %line.body.1, i64 %tile.body.41
  store ptr %line.body.2, ptr %entry.6
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.55
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  store ptr %p.body.1, ptr %entry.7
  store ptr %p.body.2, ptr %entry.8
  %line.done.1 = icmp slt i64 0, %"q"
  br i1 %line.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.7
  %q.body.2 = load ptr, ptr %entry.8
  %q.body.3 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.4 = load float, ptr %q.body.1, align 1
  %q.body.5 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.4, i32 0
  %q.body.6 = shufflevector <8 x float> %q.body.5, <8 x float> %q.body.5, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.7 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.8 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.6, <8 x float> %q.body.3, <8 x float> %q.body.7)
  store <8 x float> %q.body.8, <8 x float>* %"acc0_0"
  %q.body.9 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.10 = load float, ptr %q.body.9, align 1
  %q.body.11 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.10, i32 0
  %q.body.12 = shufflevector <8 x float> %q.body.11, <8 x float> %q.body.11, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.13 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.12, <8 x float> %q.body.3, <8 x float> %q.body.13)
  store <8 x float> %q.body.14, <8 x float>* %"acc1_0"
  %q.body.15 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.16 = load float, ptr %q.body.15, align 1
  %q.body.17 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.16, i32 0
  %q.body.18 = shufflevector <8 x float> %q.body.17, <8 x float> %q.body.17, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.19 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.18, <8 x float> %q.body.3, <8 x float> %q.body.19)
  store <8 x float> %q.body.20, <8 x float>* %"acc2_0"
  %q.body.21 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.22 = load float, ptr %q.body.21, align 1
  %q.body.23 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.22, i32 0
  %q.body.24 = shufflevector <8 x float> %q.body.23, <8 x float> %q.body.23, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.25 = load <8 x float>, <8 x float>* %"acc3_0"
  %q.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.3, <8 x float> %q.body.25)
  store <8 x float> %q.body.26, <8 x float>* %"acc3_0"
  %q.body.27 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.27, ptr %entry.7
  %q.body.28 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.28, ptr %entry.8
  %"q.next" = add i64 %"q.1", 1
  %q.body.29 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.29, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.6 = load <8 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <8 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.11 = load <8 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <8 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 96
  %n.done.else.16 = load <8 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <8 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 4, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 16
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.44, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 16
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.44 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.45 = icmp slt i64 %w.body.44, %"w1"
  br i1 %w.body.45, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.29, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 16
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.29 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.30 = icmp slt i64 %w.body.1.29, %"w1"
  br i1 %w.body.1.30, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.84, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %w.body.44 = mul i64 4, %"sc"
  %w.body.45 = getelementptr i8, ptr %w.body.5, i64 %w.body.44
  %w.body.46 = load <4 x i16>, ptr %w.body.45, align 1
  %w.body.47 = zext <4 x i16> %w.body.46 to <4 x i32>
  %w.body.48 = shl <4 x i32> %w.body.47, <i32 16, i32 16, i32 16, i32 16>
  %w.body.49 = bitcast <4 x i32> %w.body.48 to <4 x float>
  %w.body.50 = mul i64 5, %"sc"
  %w.body.51 = getelementptr i8, ptr %w.body.5, i64 %w.body.50
  %w.body.52 = load <4 x i16>, ptr %w.body.51, align 1
  %w.body.53 = zext <4 x i16> %w.body.52 to <4 x i32>
  %w.body.54 = shl <4 x i32> %w.body.53, <i32 16, i32 16, i32 16, i32 16>
  %w.body.55 = bitcast <4 x i32> %w.body.54 to <4 x float>
  %w.body.56 = mul i64 6, %"sc"
  %w.body.57 = getelementptr i8, ptr %w.body.5, i64 %w.body.56
  %w.body.58 = load <4 x i16>, ptr %w.body.57, align 1
  %w.body.59 = zext <4 x i16> %w.body.58 to <4 x i32>
  %w.body.60 = shl <4 x i32> %w.body.59, <i32 16, i32 16, i32 16, i32 16>
  %w.body.61 = bitcast <4 x i32> %w.body.60 to <4 x float>
  %w.body.62 = mul i64 7, %"sc"
  %w.body.63 = getelementptr i8, ptr %w.body.5, i64 %w.body.62
  %w.body.64 = load <4 x i16>, ptr %w.body.63, align 1
  %w.body.65 = zext <4 x i16> %w.body.64 to <4 x i32>
  %w.body.66 = shl <4 x i32> %w.body.65, <i32 16, i32 16, i32 16, i32 16>
  %w.body.67 = bitcast <4 x i32> %w.body.66 to <4 x float>
  %w.body.68 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.69 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.70 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.71 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.72 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.73 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.74 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.75 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.76 = shufflevector <4 x float> %w.body.72, <4 x float> %w.body.72, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.77 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.76, ptr %w.body.77, align 1
  %w.body.78 = shufflevector <4 x float> %w.body.74, <4 x float> %w.body.74, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.79 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.78, ptr %w.body.79, align 1
  %w.body.80 = shufflevector <4 x float> %w.body.73, <4 x float> %w.body.73, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.81 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.80, ptr %w.body.81, align 1
  %w.body.82 = shufflevector <4 x float> %w.body.75, <4 x float> %w.body.75, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.83 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.82, ptr %w.body.83, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.84 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.85 = icmp slt i64 %w.body.84, %"w1"
  br i1 %w.body.85, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.57, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 4, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load i16, ptr %w.body.1.30, align 1
  %w.body.1.32 = zext i16 %w.body.1.31 to i32
  %w.body.1.33 = shl i32 %w.body.1.32, 16
  %w.body.1.34 = bitcast i32 %w.body.1.33 to float
  %w.body.1.35 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.34, ptr %w.body.1.35, align 1
  %w.body.1.36 = mul i64 5, %"sc"
  %w.body.1.37 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.36
  %w.body.1.38 = load i16, ptr %w.body.1.37, align 1
  %w.body.1.39 = zext i16 %w.body.1.38 to i32
  %w.body.1.40 = shl i32 %w.body.1.39, 16
  %w.body.1.41 = bitcast i32 %w.body.1.40 to float
  %w.body.1.42 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.41, ptr %w.body.1.42, align 1
  %w.body.1.43 = mul i64 6, %"sc"
  %w.body.1.44 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.43
  %w.body.1.45 = load i16, ptr %w.body.1.44, align 1
  %w.body.1.46 = zext i16 %w.body.1.45 to i32
  %w.body.1.47 = shl i32 %w.body.1.46, 16
  %w.body.1.48 = bitcast i32 %w.body.1.47 to float
  %w.body.1.49 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.48, ptr %w.body.1.49, align 1
  %w.body.1.50 = mul i64 7, %"sc"
  %w.body.1.51 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.50
  %w.body.1.52 = load i16, ptr %w.body.1.51, align 1
  %w.body.1.53 = zext i16 %w.body.1.52 to i32
  %w.body.1.54 = shl i32 %w.body.1.53, 16
  %w.body.1.55 = bitcast i32 %w.body.1.54 to float
  %w.body.1.56 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.55, ptr %w.body.1.56, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.57 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.58 = icmp slt i64 %w.body.1.57, %"w1"
  br i1 %w.body.1.58, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"n" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"cut.g" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"pack_x.height" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"pack_x.width" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"pack_x.start0" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.stride0" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.bytes" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"pack_dy.height" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"pack_dy.width" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"pack_dy.start0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"pack_dy.stride0" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"next.group" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"next.rows" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"next.x" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"next.dy" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"next.rounds0" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"next.tiles0" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"next.share0" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 272
  %"next.lines0" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 280
  %"next.along0" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 288
  %"next.behind0" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 296
  %"next.rounds1" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 304
  %"next.tiles1" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 312
  %"next.share1" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 320
  %"next.lines1" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 328
  %"next.along1" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 336
  %"next.behind1" = load i64, ptr %entry.57, align 1
  %entry.58 = udiv i64 %"task", %"cut.g"
  %entry.59 = mul i64 %entry.58, %"cut.g"
  %entry.60 = sub i64 %"task", %entry.59
  %entry.61 = udiv i64 %entry.60, %"cut.g"
  %entry.62 = mul i64 %entry.61, %"cut.g"
  %entry.63 = sub i64 %entry.60, %entry.62
  %entry.64 = add i64 %entry.60, 1
  %entry.65 = udiv i64 %entry.64, %"cut.g"
  %entry.66 = mul i64 %entry.65, %"cut.g"
  %entry.67 = sub i64 %entry.64, %entry.66
  %entry.68 = udiv i64 %entry.58, %"cut.r"
  %entry.69 = mul i64 %entry.68, %"cut.r"
  %entry.70 = sub i64 %entry.58, %entry.69
  %entry.71 = mul i64 %entry.70, 3
  %entry.72 = udiv i64 %entry.71, %"cut.r"
  %entry.73 = mul i64 %entry.72, %"cut.r"
  %entry.74 = sub i64 %entry.71, %entry.73
  %entry.75 = add i64 %entry.70, 1
  %entry.76 = mul i64 %entry.75, 3
  %entry.77 = udiv i64 %entry.76, %"cut.r"
  %entry.78 = mul i64 %entry.77, %"cut.r"
  %entry.79 = sub i64 %entry.76, %entry.78
  %entry.80 = udiv i64 %entry.68, %"cut.dy"
  %entry.81 = mul i64 %entry.80, %"cut.dy"
  %entry.82 = sub i64 %entry.68, %entry.81
  %entry.83 = udiv i64 %entry.82, %"cut.dy"
  %entry.84 = mul i64 %entry.83, %"cut.dy"
  %entry.85 = sub i64 %entry.82, %entry.84
  %entry.86 = add i64 %entry.82, 1
  %entry.87 = udiv i64 %entry.86, %"cut.dy"
  %entry.88 = mul i64 %entry.87, %"cut.dy"
  %entry.89 = sub i64 %entry.86, %entry.88
  %entry.90 = udiv i64 %entry.80, %"cut.x"
  %entry.91 = mul i64 %entry.90, %"cut.x"
  %entry.92 = sub i64 %entry.80, %entry.91
  %entry.93 = udiv i64 %entry.92, %"cut.x"
  %entry.94 = mul i64 %entry.93, %"cut.x"
  %entry.95 = sub i64 %entry.92, %entry.94
  %entry.96 = add i64 %entry.92, 1
  %entry.97 = udiv i64 %entry.96, %"cut.x"
  %entry.98 = mul i64 %entry.97, %"cut.x"
  %entry.99 = sub i64 %entry.96, %entry.98
  %entry.100 = mul i64 %entry.90, 1152
  %entry.101 = getelementptr i8, ptr %"partial", i64 %entry.100
  %entry.102 = mul i64 %"slot", %"panel_bytes"
  %entry.103 = getelementptr i8, ptr %"panels", i64 %entry.102
  %entry.104 = getelementptr i8, ptr %entry.103, i64 %"pack_x.bytes"
  %entry.105 = mul i64 %entry.90, %"blocks"
  %entry.106 = udiv i64 %entry.105, %"split"
  %entry.107 = mul i64 %entry.106, %"split"
  %entry.108 = sub i64 %entry.105, %entry.107
  %entry.109 = add i64 %entry.90, 1
  %entry.110 = mul i64 %entry.109, %"blocks"
  %entry.111 = udiv i64 %entry.110, %"split"
  %entry.112 = mul i64 %entry.111, %"split"
  %entry.113 = sub i64 %entry.110, %entry.112
  %entry.114 = add i64 %"task", 1
  %entry.115 = udiv i64 %entry.114, %"cut.g"
  %entry.116 = mul i64 %entry.115, %"cut.g"
  %entry.117 = sub i64 %entry.114, %entry.116
  %entry.118 = udiv i64 %entry.117, %"cut.g"
  %entry.119 = mul i64 %entry.118, %"cut.g"
  %entry.120 = sub i64 %entry.117, %entry.119
  %entry.121 = add i64 %entry.117, 1
  %entry.122 = udiv i64 %entry.121, %"cut.g"
  %entry.123 = mul i64 %entry.122, %"cut.g"
  %entry.124 = sub i64 %entry.121, %entry.123
  %entry.125 = udiv i64 %entry.115, %"cut.r"
  %entry.126 = mul i64 %entry.125, %"cut.r"
  %entry.127 = sub i64 %entry.115, %entry.126
  %entry.128 = mul i64 %entry.127, 3
  %entry.129 = udiv i64 %entry.128, %"cut.r"
  %entry.130 = mul i64 %entry.129, %"cut.r"
  %entry.131 = sub i64 %entry.128, %entry.130
  %entry.132 = add i64 %entry.127, 1
  %entry.133 = mul i64 %entry.132, 3
  %entry.134 = udiv i64 %entry.133, %"cut.r"
  %entry.135 = mul i64 %entry.134, %"cut.r"
  %entry.136 = sub i64 %entry.133, %entry.135
  %entry.137 = udiv i64 %entry.125, %"cut.dy"
  %entry.138 = mul i64 %entry.137, %"cut.dy"
  %entry.139 = sub i64 %entry.125, %entry.138
  %entry.140 = udiv i64 %entry.139, %"cut.dy"
  %entry.141 = mul i64 %entry.140, %"cut.dy"
  %entry.142 = sub i64 %entry.139, %entry.141
  %entry.143 = add i64 %entry.139, 1
  %entry.144 = udiv i64 %entry.143, %"cut.dy"
  %entry.145 = mul i64 %entry.144, %"cut.dy"
  %entry.146 = sub i64 %entry.143, %entry.145
  %entry.147 = udiv i64 %entry.137, %"cut.x"
  %entry.148 = mul i64 %entry.147, %"cut.x"
  %entry.149 = sub i64 %entry.137, %entry.148
  %entry.150 = udiv i64 %entry.149, %"cut.x"
  %entry.151 = mul i64 %entry.150, %"cut.x"
  %entry.152 = sub i64 %entry.149, %entry.151
  %entry.153 = add i64 %entry.149, 1
  %entry.154 = udiv i64 %entry.153, %"cut.x"
  %entry.155 = mul i64 %entry.154, %"cut.x"
  %entry.156 = sub i64 %entry.153, %entry.155
  %entry.157 = mul i64 %entry.147, %"blocks"
  %entry.158 = udiv i64 %entry.157, %"split"
  %entry.159 = mul i64 %entry.158, %"split"
  %entry.160 = sub i64 %entry.157, %entry.159
  %entry.161 = add i64 %entry.147, 1
  %entry.162 = mul i64 %entry.161, %"blocks"
  %entry.163 = udiv i64 %entry.162, %"split"
  %entry.164 = mul i64 %entry.163, %"split"
  %entry.165 = sub i64 %entry.162, %entry.164
  %entry.166 = icmp slt i64 %entry.106, %entry.111
  %"cursor" = alloca [23 x i64]
  br i1 %entry.166, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.106, %"entry"], [%g.done.1, %"g.done"]
  %block.body.1 = icmp eq i64 %"block", %entry.106
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = icmp eq i64 %block.body.2, %entry.111
  %block.body.4 = select  i1 %block.body.3, i64 %entry.158, i64 %block.body.2
  %block.body.5 = icmp eq i64 %"more", 0
  %block.body.6 = and i1 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %"block", %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %"block", %block.body.8
  %block.body.10 = udiv i64 %block.body.7, %"blocks.p"
  %block.body.11 = mul i64 %block.body.10, %"blocks.p"
  %block.body.12 = sub i64 %block.body.7, %block.body.11
  %block.body.13 = mul i64 %block.body.10, %"block.n"
  %block.body.14 = mul i64 %block.body.12, %"block.p"
  %block.body.15 = mul i64 %block.body.9, %"block.q"
  %block.body.16 = sub i64 %"n", %block.body.13
  %block.body.17 = sub i64 %"p", %block.body.14
  %block.body.18 = sub i64 %"q", %block.body.15
  %block.body.19 = icmp slt i64 %"block.n", %block.body.16
  %block.body.20 = select  i1 %block.body.19, i64 %"block.n", i64 %block.body.16
  %block.body.21 = icmp slt i64 %"block.p", %block.body.17
  %block.body.22 = select  i1 %block.body.21, i64 %"block.p", i64 %block.body.17
  %block.body.23 = icmp slt i64 %"block.q", %block.body.18
  %block.body.24 = select  i1 %block.body.23, i64 %"block.q", i64 %block.body.18
  %block.body.25 = select  i1 %block.body.3, i64 %entry.118, i64 %entry.61
  %block.body.26 = select  i1 %block.body.3, i64 %entry.129, i64 %entry.72
  %block.body.27 = select  i1 %block.body.3, i64 %entry.140, i64 %entry.83
  %block.body.28 = select  i1 %block.body.3, i64 %entry.150, i64 %entry.93
  %block.body.29 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.30 = mul i64 %block.body.29, %"blocks.q"
  %block.body.31 = sub i64 %block.body.4, %block.body.30
  %block.body.32 = udiv i64 %block.body.29, %"blocks.p"
  %block.body.33 = mul i64 %block.body.32, %"blocks.p"
  %block.body.34 = sub i64 %block.body.29, %block.body.33
  %block.body.35 = mul i64 %block.body.32, %"block.n"
  %block.body.36 = mul i64 %block.body.34, %"block.p"
  %block.body.37 = mul i64 %block.body.31, %"block.q"
  %block.body.38 = sub i64 %"n", %block.body.35
  %block.body.39 = sub i64 %"p", %block.body.36
  %block.body.40 = sub i64 %"q", %block.body.37
  %block.body.41 = icmp slt i64 %"block.n", %block.body.38
  %block.body.42 = select  i1 %block.body.41, i64 %"block.n", i64 %block.body.38
  %block.body.43 = icmp slt i64 %"block.p", %block.body.39
  %block.body.44 = select  i1 %block.body.43, i64 %"block.p", i64 %block.body.39
  %block.body.45 = icmp slt i64 %"block.q", %block.body.40
  %block.body.46 = select  i1 %block.body.45, i64 %"block.q", i64 %block.body.40
  %block.body.47 = icmp slt i64 %entry.61, %entry.65
  br i1 %block.body.47, label %"g.body", label %"g.done"
block.done:
  ret void
g.body:
  %"g" = phi  i64 [%entry.61, %"block.body"], [%r0.done.1, %"r0.done"]
  %g.body.1 = add i64 %"g", 1
  %g.body.2 = icmp slt i64 0, %"next.group"
  %g.body.3 = icmp slt i64 %g.body.1, %entry.65
  %g.body.4 = and i1 %g.body.2, %g.body.3
  %g.body.5 = select  i1 %g.body.4, i64 %block.body.13, i64 %block.body.35
  %g.body.6 = select  i1 %g.body.4, i64 %block.body.14, i64 %block.body.36
  %g.body.7 = select  i1 %g.body.4, i64 %block.body.15, i64 %block.body.37
  %g.body.8 = select  i1 %g.body.4, i64 %block.body.20, i64 %block.body.42
  %g.body.9 = select  i1 %g.body.4, i64 %block.body.22, i64 %block.body.44
  %g.body.10 = select  i1 %g.body.4, i64 %block.body.24, i64 %block.body.46
  %g.body.11 = select  i1 %g.body.4, i64 %g.body.1, i64 %block.body.25
  %g.body.12 = xor i1 %g.body.4, -1
  %g.body.13 = and i1 %block.body.6, %g.body.12
  %g.body.14 = add i64 %g.body.6, 2
  %g.body.15 = mul i64 %"top", -1
  %g.body.16 = add i64 %g.body.14, %g.body.15
  %g.body.17 = mul i64 %"left", -1
  %g.body.18 = add i64 %g.body.7, %g.body.17
  %g.body.19 = mul i64 %g.body.5, %"xn"
  %g.body.20 = mul i64 %g.body.16, %"xh"
  %g.body.21 = add i64 %g.body.19, %g.body.20
  %g.body.22 = mul i64 %g.body.18, %"xw"
  %g.body.23 = add i64 %g.body.21, %g.body.22
  %g.body.24 = add i64 %"block.n", -1
  %g.body.25 = mul i64 %g.body.5, %"xn"
  %g.body.26 = icmp slt i64 0, %g.body.24
  %g.body.27 = select  i1 %g.body.26, i64 %g.body.25, i64 %g.body.23
  %g.body.28 = mul i64 %"xw", %"left"
  %g.body.29 = icmp slt i64 0, %"next.rows"
  %g.body.30 = select  i1 %g.body.29, i64 %g.body.28, i64 0
  %g.body.31 = add i64 %g.body.27, %g.body.30
  %g.body.32 = mul i64 %g.body.11, 4
  %g.body.33 = mul i64 %block.body.28, 4
  %g.body.34 = icmp slt i64 -1, %block.body.28
  %g.body.35 = select  i1 %g.body.34, i64 %g.body.33, i64 0
  %g.body.36 = icmp slt i64 0, %"next.x"
  %g.body.37 = select  i1 %g.body.36, i64 %g.body.35, i64 0
  %g.body.38 = add i64 %g.body.32, %g.body.37
  %g.body.39 = mul i64 %g.body.38, %"xc"
  %g.body.40 = add i64 %g.body.31, %g.body.39
  %g.body.41 = getelementptr i8, ptr %"x", i64 %g.body.40
  %g.body.42 = mul i64 %g.body.5, %"dyn"
  %g.body.43 = mul i64 %g.body.6, %"dyp"
  %g.body.44 = add i64 %g.body.42, %g.body.43
  %g.body.45 = mul i64 %g.body.7, %"dyq"
  %g.body.46 = add i64 %g.body.44, %g.body.45
  %g.body.47 = mul i64 %g.body.11, 8
  %g.body.48 = mul i64 %block.body.27, 8
  %g.body.49 = icmp slt i64 -1, %block.body.27
  %g.body.50 = select  i1 %g.body.49, i64 %g.body.48, i64 0
  %g.body.51 = icmp slt i64 0, %"next.dy"
  %g.body.52 = select  i1 %g.body.51, i64 %g.body.50, i64 0
  %g.body.53 = add i64 %g.body.47, %g.body.52
  %g.body.54 = mul i64 %g.body.53, %"dyk"
  %g.body.55 = add i64 %g.body.46, %g.body.54
  %g.body.56 = getelementptr i8, ptr %"dy", i64 %g.body.55
  %g.body.57 = ptrtoint [23 x i64]* %"cursor" to i64
  %g.body.58 = inttoptr i64 %g.body.57 to ptr
  %g.body.59 = getelementptr i8, ptr %g.body.58, i64 24
  store ptr %g.body.59, ptr %g.body.58, align 1
  %g.body.60 = getelementptr i8, ptr %g.body.58, i64 8
  store i64 0, ptr %g.body.60, align 1
  %g.body.61 = getelementptr i8, ptr %g.body.58, i64 16
  store i64 0, ptr %g.body.61, align 1
  %g.body.62 = select  i1 %g.body.13, i64 0, i64 %"next.rounds0"
  %g.body.63 = icmp slt i64 0, %"next.along0"
  %g.body.64 = select  i1 %g.body.63, i64 64, i64 %"xc"
  %g.body.65 = icmp slt i64 0, %"next.along0"
  %g.body.66 = select  i1 %g.body.65, i64 %"xc", i64 64
  %g.body.67 = mul i64 %"next.behind0", 80
  store ptr %g.body.41, ptr %g.body.59, align 1
  %g.body.68 = getelementptr i8, ptr %g.body.59, i64 8
  store i64 %g.body.62, ptr %g.body.68, align 1
  %g.body.69 = getelementptr i8, ptr %g.body.59, i64 16
  store i64 %"next.tiles0", ptr %g.body.69, align 1
  %g.body.70 = getelementptr i8, ptr %g.body.59, i64 24
  store i64 %"next.share0", ptr %g.body.70, align 1
  %g.body.71 = getelementptr i8, ptr %g.body.59, i64 32
  store i64 %"next.lines0", ptr %g.body.71, align 1
  %g.body.72 = getelementptr i8, ptr %g.body.59, i64 40
  store i64 %g.body.64, ptr %g.body.72, align 1
  %g.body.73 = getelementptr i8, ptr %g.body.59, i64 48
  store i64 %g.body.66, ptr %g.body.73, align 1
  %g.body.74 = getelementptr i8, ptr %g.body.59, i64 56
  store i64 %"xh", ptr %g.body.74, align 1
  %g.body.75 = getelementptr i8, ptr %g.body.59, i64 64
  store i64 %"xn", ptr %g.body.75, align 1
  %g.body.76 = getelementptr i8, ptr %g.body.59, i64 72
  store i64 %g.body.67, ptr %g.body.76, align 1
  %g.body.77 = select  i1 %g.body.13, i64 0, i64 %"next.rounds1"
  %g.body.78 = icmp slt i64 0, %"next.along1"
  %g.body.79 = select  i1 %g.body.78, i64 64, i64 %"dyk"
  %g.body.80 = icmp slt i64 0, %"next.along1"
  %g.body.81 = select  i1 %g.body.80, i64 %"dyk", i64 64
  %g.body.82 = mul i64 %"next.behind1", 80
  %g.body.83 = getelementptr i8, ptr %g.body.59, i64 80
  store ptr %g.body.56, ptr %g.body.83, align 1
  %g.body.84 = getelementptr i8, ptr %g.body.83, i64 8
  store i64 %g.body.77, ptr %g.body.84, align 1
  %g.body.85 = getelementptr i8, ptr %g.body.83, i64 16
  store i64 %"next.tiles1", ptr %g.body.85, align 1
  %g.body.86 = getelementptr i8, ptr %g.body.83, i64 24
  store i64 %"next.share1", ptr %g.body.86, align 1
  %g.body.87 = getelementptr i8, ptr %g.body.83, i64 32
  store i64 %"next.lines1", ptr %g.body.87, align 1
  %g.body.88 = getelementptr i8, ptr %g.body.83, i64 40
  store i64 %g.body.79, ptr %g.body.88, align 1
  %g.body.89 = getelementptr i8, ptr %g.body.83, i64 48
  store i64 %g.body.81, ptr %g.body.89, align 1
  %g.body.90 = getelementptr i8, ptr %g.body.83, i64 56
  store i64 %"dyp", ptr %g.body.90, align 1
  %g.body.91 = getelementptr i8, ptr %g.body.83, i64 64
  store i64 %"dyn", ptr %g.body.91, align 1
  %g.body.92 = getelementptr i8, ptr %g.body.83, i64 72
  store i64 %g.body.82, ptr %g.body.92, align 1
  %g.body.93 = icmp slt i64 %entry.72, %entry.77
  br i1 %g.body.93, label %"r0.body", label %"r0.done"
g.done:
  %"block.next" = add i64 %"block", 1
  %g.done.1 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %g.done.2 = icmp slt i64 %g.done.1, %entry.111
  br i1 %g.done.2, label %"block.body", label %"block.done"
r0.body:
  %"r0" = phi  i64 [%entry.72, %"g.body"], [%dy.done.1, %"dy.done"]
  %r0.body.1 = add i64 %"r0", 3
  %r0.body.2 = icmp slt i64 %r0.body.1, %entry.77
  %r0.body.3 = select  i1 %r0.body.2, i64 %r0.body.1, i64 %entry.77
  %r0.body.4 = add i64 %block.body.14, %"r0"
  %r0.body.5 = mul i64 %"top", -1
  %r0.body.6 = add i64 %r0.body.4, %r0.body.5
  %r0.body.7 = mul i64 %"left", -1
  %r0.body.8 = add i64 %block.body.15, %r0.body.7
  %r0.body.9 = sub i64 %r0.body.3, %"r0"
  %r0.body.10 = add i64 %block.body.22, -1
  %r0.body.11 = add i64 %r0.body.9, -1
  %r0.body.12 = add i64 %r0.body.10, %r0.body.11
  %r0.body.13 = add i64 %r0.body.12, 1
  %r0.body.14 = sub i64 0, %r0.body.6
  %r0.body.15 = icmp sgt i64 0, %r0.body.14
  %r0.body.16 = select  i1 %r0.body.15, i64 0, i64 %r0.body.14
  %r0.body.17 = add i64 %"h", -1
  %r0.body.18 = sub i64 %r0.body.17, %r0.body.6
  %r0.body.19 = add i64 %r0.body.18, 1
  %r0.body.20 = icmp slt i64 %r0.body.16, %r0.body.13
  %r0.body.21 = select  i1 %r0.body.20, i64 %r0.body.16, i64 %r0.body.13
  %r0.body.22 = icmp slt i64 %r0.body.13, %r0.body.19
  %r0.body.23 = select  i1 %r0.body.22, i64 %r0.body.13, i64 %r0.body.19
  %r0.body.24 = icmp sgt i64 %r0.body.23, 0
  %r0.body.25 = select  i1 %r0.body.24, i64 %r0.body.23, i64 0
  %r0.body.26 = add i64 %block.body.24, -1
  %r0.body.27 = add i64 %r0.body.26, 2
  %r0.body.28 = add i64 %r0.body.27, 1
  %r0.body.29 = sub i64 0, %r0.body.8
  %r0.body.30 = icmp sgt i64 0, %r0.body.29
  %r0.body.31 = select  i1 %r0.body.30, i64 0, i64 %r0.body.29
  %r0.body.32 = add i64 %"w", -1
  %r0.body.33 = sub i64 %r0.body.32, %r0.body.8
  %r0.body.34 = add i64 %r0.body.33, 1
  %r0.body.35 = icmp slt i64 %r0.body.31, %r0.body.28
  %r0.body.36 = select  i1 %r0.body.35, i64 %r0.body.31, i64 %r0.body.28
  %r0.body.37 = icmp slt i64 %r0.body.28, %r0.body.34
  %r0.body.38 = select  i1 %r0.body.37, i64 %r0.body.28, i64 %r0.body.34
  %r0.body.39 = icmp sgt i64 %r0.body.38, 0
  %r0.body.40 = select  i1 %r0.body.39, i64 %r0.body.38, i64 0
  %r0.body.41 = add i64 %block.body.14, %"r0"
  %r0.body.42 = mul i64 %"top", -1
  %r0.body.43 = add i64 %r0.body.41, %r0.body.42
  %r0.body.44 = mul i64 %"left", -1
  %r0.body.45 = add i64 %block.body.15, %r0.body.44
  %r0.body.46 = mul i64 %block.body.13, %"xn"
  %r0.body.47 = mul i64 %r0.body.43, %"xh"
  %r0.body.48 = add i64 %r0.body.46, %r0.body.47
  %r0.body.49 = mul i64 %r0.body.45, %"xw"
  %r0.body.50 = add i64 %r0.body.48, %r0.body.49
  %r0.body.51 = mul i64 %"g", 4
  %r0.body.52 = mul i64 %r0.body.51, %"xc"
  %r0.body.53 = add i64 %r0.body.50, %r0.body.52
  %r0.body.54 = icmp sgt i64 %entry.93, 0
  %r0.body.55 = select  i1 %r0.body.54, i64 %entry.93, i64 0
  %r0.body.56 = icmp slt i64 %entry.97, 1
  %r0.body.57 = select  i1 %r0.body.56, i64 %entry.97, i64 1
  %r0.body.58 = sub i64 %r0.body.57, %r0.body.55
  %r0.body.59 = mul i64 %r0.body.55, 4
  %r0.body.60 = mul i64 %r0.body.59, %"xc"
  %r0.body.61 = add i64 %r0.body.53, %r0.body.60
  %r0.body.62 = getelementptr i8, ptr %"x", i64 %r0.body.61
  %r0.body.63 = mul i64 %r0.body.55, %"pack_x.stride0"
  %r0.body.64 = add i64 %r0.body.63, %"pack_x.start0"
  %r0.body.65 = getelementptr i8, ptr %entry.103, i64 %r0.body.64
  call void @"pack_x_0"(ptr %r0.body.62, ptr %r0.body.65, i64 %block.body.20, i64 %r0.body.21, i64 %r0.body.25, i64 %r0.body.36, i64 %r0.body.40, i64 %r0.body.58, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc", i64 %"pack_x.height", i64 %"pack_x.width", i64 %"pack_x.stride0")
  %r0.body.66 = icmp sgt i64 %entry.83, 0
  %r0.body.67 = select  i1 %r0.body.66, i64 %entry.83, i64 0
  %r0.body.68 = icmp slt i64 %entry.87, 1
  %r0.body.69 = select  i1 %r0.body.68, i64 %entry.87, i64 1
  %r0.body.70 = icmp slt i64 %r0.body.67, %r0.body.69
  br i1 %r0.body.70, label %"dy.body", label %"dy.done"
r0.done:
  %"g.next" = add i64 %"g", 1
  %r0.done.1 = call i64 @"llvm.expect.i64"(i64 %"g.next", i64 0)
  %r0.done.2 = icmp slt i64 %r0.done.1, %entry.65
  br i1 %r0.done.2, label %"g.body", label %"g.done"
dy.body:
  %"dy.1" = phi  i64 [%r0.body.67, %"r0.body"], [%r.done.1, %"r.done"]
  %dy.body.1 = mul i64 %"dy.1", 8
  %dy.body.2 = mul i64 %"g", 8
  %dy.body.3 = add i64 %dy.body.2, %dy.body.1
  %dy.body.4 = mul i64 %block.body.13, %"dyn"
  %dy.body.5 = mul i64 %block.body.14, %"dyp"
  %dy.body.6 = add i64 %dy.body.4, %dy.body.5
  %dy.body.7 = mul i64 %block.body.15, %"dyq"
  %dy.body.8 = add i64 %dy.body.6, %dy.body.7
  %dy.body.9 = mul i64 %dy.body.3, %"dyk"
  %dy.body.10 = add i64 %dy.body.8, %dy.body.9
  %dy.body.11 = getelementptr i8, ptr %"dy", i64 %dy.body.10
  %dy.body.12 = icmp sgt i64 %entry.93, 0
  %dy.body.13 = select  i1 %dy.body.12, i64 %entry.93, i64 0
  %dy.body.14 = icmp slt i64 %entry.97, 1
  %dy.body.15 = select  i1 %dy.body.14, i64 %entry.97, i64 1
  %dy.body.16 = sub i64 %dy.body.15, %dy.body.13
  %dy.body.17 = mul i64 %dy.body.13, %"pack_x.stride0"
  %dy.body.18 = add i64 %"pack_x.start0", %dy.body.17
  %dy.body.19 = mul i64 %"pack_x.width", 16
  %dy.body.20 = getelementptr i8, ptr %entry.103, i64 %dy.body.18
  %dy.body.21 = mul i64 %"pack_x.height", %dy.body.19
  %dy.body.22 = mul i64 %"dy.1", 8
  %dy.body.23 = mul i64 %dy.body.13, 4
  %dy.body.24 = mul i64 %"g", 8
  %dy.body.25 = add i64 %dy.body.24, %dy.body.22
  %dy.body.26 = mul i64 %dy.body.23, 8
  %dy.body.27 = add i64 %dy.body.25, %dy.body.26
  %dy.body.28 = mul i64 %dy.body.27, 4
  %dy.body.29 = getelementptr i8, ptr %entry.101, i64 %dy.body.28
  %dy.body.30 = icmp eq i64 %dy.body.13, %entry.93
  %dy.body.31 = icmp slt i64 0, %dy.body.16
  %dy.body.32 = and i1 %dy.body.30, %dy.body.31
  call void @"pack_dy_0"(ptr %dy.body.11, ptr %entry.104, i64 %block.body.20, i64 0, i64 %block.body.22, i64 0, i64 %block.body.24, i64 1, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"dyk", i64 %"block.p", i64 %"block.q", i64 0)
  %dy.body.33 = mul i64 %"block.q", 32
  %dy.body.34 = mul i64 %"block.p", %dy.body.33
  %dy.body.35 = icmp slt i64 %"r0", %r0.body.3
  br i1 %dy.body.35, label %"r.body", label %"r.done"
dy.done:
  %"r0.next" = add i64 %"r0", 3
  %dy.done.1 = call i64 @"llvm.expect.i64"(i64 %"r0.next", i64 0)
  %dy.done.2 = icmp slt i64 %dy.done.1, %entry.77
  br i1 %dy.done.2, label %"r0.body", label %"r0.done"
r.body:
  %"r" = phi  i64 [%"r0", %"dy.body"], [%s.done.1, %"s.done"]
  %r.body.1 = mul i64 %"top", -1
  %r.body.2 = add i64 %"r", %r.body.1
  %r.body.3 = sub i64 0, %r.body.2
  %r.body.4 = icmp sgt i64 0, %r.body.3
  %r.body.5 = select  i1 %r.body.4, i64 0, i64 %r.body.3
  %r.body.6 = add i64 %"h", -1
  %r.body.7 = sub i64 %r.body.6, %r.body.2
  %r.body.8 = add i64 %r.body.7, 1
  %r.body.9 = icmp slt i64 %"p", %r.body.8
  %r.body.10 = select  i1 %r.body.9, i64 %"p", i64 %r.body.8
  %r.body.11 = icmp sgt i64 %r.body.5, %block.body.14
  %r.body.12 = select  i1 %r.body.11, i64 %r.body.5, i64 %block.body.14
  %r.body.13 = add i64 %block.body.14, %block.body.22
  %r.body.14 = icmp slt i64 %r.body.10, %r.body.13
  %r.body.15 = select  i1 %r.body.14, i64 %r.body.10, i64 %r.body.13
  %r.body.16 = sub i64 %r.body.12, %block.body.14
  %r.body.17 = sub i64 %"r", %"r0"
  %r.body.18 = add i64 %r.body.16, %r.body.17
  %r.body.19 = sub i64 %r.body.15, %r.body.12
  %r.body.20 = icmp slt i64 0, 3
  br i1 %r.body.20, label %"s.body", label %"s.done"
r.done:
  %"dy.next" = add i64 %"dy.1", 1
  %r.done.1 = call i64 @"llvm.expect.i64"(i64 %"dy.next", i64 0)
  %r.done.2 = icmp slt i64 %r.done.1, %r0.body.69
  br i1 %r.done.2, label %"dy.body", label %"dy.done"
s.body:
  %"s" = phi  i64 [0, %"r.body"], [%s.body.34, %"s.body"]
  %s.body.1 = mul i64 %"left", -1
  %s.body.2 = add i64 %"s", %s.body.1
  %s.body.3 = sub i64 0, %s.body.2
  %s.body.4 = icmp sgt i64 0, %s.body.3
  %s.body.5 = select  i1 %s.body.4, i64 0, i64 %s.body.3
  %s.body.6 = add i64 %"w", -1
  %s.body.7 = sub i64 %s.body.6, %s.body.2
  %s.body.8 = add i64 %s.body.7, 1
  %s.body.9 = icmp slt i64 %"q", %s.body.8
  %s.body.10 = select  i1 %s.body.9, i64 %"q", i64 %s.body.8
  %s.body.11 = icmp sgt i64 %s.body.5, %block.body.15
  %s.body.12 = select  i1 %s.body.11, i64 %s.body.5, i64 %block.body.15
  %s.body.13 = add i64 %block.body.15, %block.body.24
  %s.body.14 = icmp slt i64 %s.body.10, %s.body.13
  %s.body.15 = select  i1 %s.body.14, i64 %s.body.10, i64 %s.body.13
  %s.body.16 = sub i64 %s.body.12, %block.body.15
  %s.body.17 = add i64 %s.body.16, %"s"
  %s.body.18 = sub i64 %s.body.15, %s.body.12
  %s.body.19 = icmp eq i64 %"r", %"r0"
  %s.body.20 = icmp eq i64 %"s", 0
  %s.body.21 = mul i64 %r.body.18, %dy.body.19
  %s.body.22 = mul i64 %s.body.17, 16
  %s.body.23 = add i64 %s.body.21, %s.body.22
  %s.body.24 = getelementptr i8, ptr %dy.body.20, i64 %s.body.23
  %s.body.25 = mul i64 %r.body.16, %dy.body.33
  %s.body.26 = mul i64 %s.body.16, 32
  %s.body.27 = add i64 %s.body.25, %s.body.26
  %s.body.28 = getelementptr i8, ptr %entry.104, i64 %s.body.27
  %s.body.29 = mul i64 %"r", 96
  %s.body.30 = mul i64 %"s", 32
  %s.body.31 = add i64 %s.body.29, %s.body.30
  %s.body.32 = mul i64 %s.body.31, 4
  %s.body.33 = getelementptr i8, ptr %dy.body.29, i64 %s.body.32
  call void @"tile_4x1x8_0"(ptr %s.body.24, ptr %s.body.28, ptr %s.body.33, i1 %block.body.1, i64 %dy.body.16, i64 %"pack_x.stride0", i64 0, i64 128, i64 %block.body.20, i64 %r.body.19, i64 %s.body.18, i64 %dy.body.21, i64 %dy.body.19, i64 16, i64 %dy.body.34, i64 %dy.body.33, i64 32, ptr %g.body.58)
  %"s.next" = add i64 %"s", 1
  %s.body.34 = call i64 @"llvm.expect.i64"(i64 %"s.next", i64 0)
  %s.body.35 = icmp slt i64 %s.body.34, 3
  br i1 %s.body.35, label %"s.body", label %"s.done"
s.done:
  %"r.next" = add i64 %"r", 1
  %s.done.1 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %s.done.2 = icmp slt i64 %s.done.1, %r0.body.3
  br i1 %s.done.2, label %"r.body", label %"r.done"
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %entry.16 = ptrtoint ptr %"old" to i64
  %entry.17 = icmp ne i64 %entry.16, 0
  %entry.18 = mul i64 %"task", 36
  %entry.19 = add i64 %"task", 1
  %entry.20 = mul i64 %entry.19, 36
  %"n" = load i64, ptr %"sizes", align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 112
  %"cut.g" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 144
  %"pack_x.height" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 152
  %"pack_x.width" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 160
  %"pack_x.start0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.stride0" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.bytes" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 184
  %"pack_dy.height" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 192
  %"pack_dy.width" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 200
  %"pack_dy.start0" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 208
  %"pack_dy.stride0" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 216
  %"next.group" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 224
  %"next.rows" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 232
  %"next.x" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 240
  %"next.dy" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 248
  %"next.rounds0" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 256
  %"next.tiles0" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 264
  %"next.share0" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 272
  %"next.lines0" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 280
  %"next.along0" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 288
  %"next.behind0" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 296
  %"next.rounds1" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 304
  %"next.tiles1" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 312
  %"next.share1" = load i64, ptr %entry.59, align 1
  %entry.60 = getelementptr i8, ptr %"sizes", i64 320
  %"next.lines1" = load i64, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %"sizes", i64 328
  %"next.along1" = load i64, ptr %entry.61, align 1
  %entry.62 = getelementptr i8, ptr %"sizes", i64 336
  %"next.behind1" = load i64, ptr %entry.62, align 1
  %entry.63 = icmp slt i64 %entry.18, %entry.20
  %entry.64 = alloca <8 x float>
  %entry.65 = alloca <8 x float>
  br i1 %entry.63, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.18, %"entry"], [%split.done.endif.15, %"split.done.endif"]
  %row.body.1 = mul i64 %"row", 8
  %row.body.2 = mul i64 %row.body.1, 4
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <8 x float>, ptr %row.body.3, align 1
  store <8 x float> %row.body.4, <8 x float>* %entry.64
  %row.body.5 = icmp slt i64 1, %"split"
  br i1 %row.body.5, label %"split.body", label %"split.done"
row.done:
  ret void
split.body:
  %"split.1" = phi  i64 [1, %"row.body"], [%split.body.8, %"split.body"]
  %split.body.1 = load <8 x float>, <8 x float>* %entry.64
  %split.body.2 = mul i64 %"split.1", 1152
  %split.body.3 = mul i64 %row.body.1, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <8 x float>, ptr %split.body.5, align 1
  %split.body.7 = fadd <8 x float> %split.body.1, %split.body.6
  store <8 x float> %split.body.7, <8 x float>* %entry.64
  %"split.next" = add i64 %"split.1", 1
  %split.body.8 = call i64 @"llvm.expect.i64"(i64 %"split.next", i64 0)
  %split.body.9 = icmp slt i64 %split.body.8, %"split"
  br i1 %split.body.9, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <8 x float>, <8 x float>* %entry.64
  store <8 x float> %split.done.1, <8 x float>* %entry.65
  br i1 %entry.17, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %row.body.1, 2
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <8 x i16>, ptr %split.done.if.2, align 1
  %split.done.if.4 = zext <8 x i16> %split.done.if.3 to <8 x i32>
  %split.done.if.5 = shl <8 x i32> %split.done.if.4, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.if.6 = bitcast <8 x i32> %split.done.if.5 to <8 x float>
  %split.done.if.7 = load <8 x float>, <8 x float>* %entry.65
  %split.done.if.8 = fadd <8 x float> %split.done.if.7, %split.done.if.6
  store <8 x float> %split.done.if.8, <8 x float>* %entry.65
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <8 x float>, <8 x float>* %entry.65
  %split.done.endif.2 = bitcast <8 x float> %split.done.endif.1 to <8 x i32>
  %split.done.endif.3 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.4 = and <8 x i32> %split.done.endif.3, <i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1>
  %split.done.endif.5 = add <8 x i32> %split.done.endif.4, <i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767>
  %split.done.endif.6 = add <8 x i32> %split.done.endif.2, %split.done.endif.5
  %split.done.endif.7 = lshr <8 x i32> %split.done.endif.6, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.8 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.9 = or <8 x i32> %split.done.endif.8, <i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64>
  %split.done.endif.10 = fcmp uno <8 x float> %split.done.endif.1, %split.done.endif.1
  %split.done.endif.11 = select  <8 x i1> %split.done.endif.10, <8 x i32> %split.done.endif.9, <8 x i32> %split.done.endif.7
  %split.done.endif.12 = trunc <8 x i32> %split.done.endif.11 to <8 x i16>
  %split.done.endif.13 = mul i64 %row.body.1, 2
  %split.done.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.endif.13
  store <8 x i16> %split.done.endif.12, ptr %split.done.endif.14, align 1
  %"row.next" = add i64 %"row", 1
  %split.done.endif.15 = call i64 @"llvm.expect.i64"(i64 %"row.next", i64 0)
  %split.done.endif.16 = icmp slt i64 %split.done.endif.15, %entry.20
  br i1 %split.done.endif.16, label %"row.body", label %"row.done"
}

